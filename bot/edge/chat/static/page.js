// What stands on the page, looked up anew each time: a change of language replaces it all.

export const thread = () => document.getElementById("thread");
export const composer = () => document.getElementById("composer");
export const box = () => document.getElementById("text");
export const picker = () => document.getElementById("file");
export const choices = () => document.getElementById("choices");

/** A word of the page in the reader's language. */
export const word = (name) => document.body.dataset[name];

export const hasBegun = () => document.body.classList.contains("begun");

/** From the first page to the conversation: the greeting goes, the thread comes. */
export function begin() {
  if (hasBegun()) return;
  document.body.classList.replace("start", "begun");
  document.getElementById("languages").open = false;
  thread().hidden = false;
  composer().before(choices());
}

/** What can be chosen now; whoever stands on a choice that is still there stays on it. */
export function offer(html) {
  const form = choices();
  const held = form.contains(document.activeElement) && document.activeElement.textContent;
  form.innerHTML = html;
  form.hidden = form.childElementCount === 0;
  if (!held) return;
  const same = [...form.querySelectorAll("button")].find((each) => each.textContent === held);
  same?.focus({ preventScroll: true });
}

/** Say what went wrong with the text in the box, in lines of the server's own HTML. */
export function fault(lines = []) {
  document.getElementById("fault")?.remove();
  if (!lines.length) return;
  const alert = element("div", "ds-alert");
  alert.id = "fault";
  alert.dataset.color = "warning";
  alert.setAttribute("role", "alert");
  for (const line of lines) {
    const paragraph = element("p", "ds-paragraph");
    paragraph.innerHTML = line;
    alert.append(paragraph);
  }
  composer().before(alert);
  alert.scrollIntoView({ block: "nearest" });
}

export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Nobody who comes to this screen, or back to it, reads what stood here. */
export function blank() {
  document.body.replaceChildren();
}
