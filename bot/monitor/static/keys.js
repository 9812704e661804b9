// Keys of one letter, only while the switch on the page is on (WCAG 2.1.4). It is remembered here.

const NAME = "lavterskel-shortcuts";
const toggle = document.getElementById("shortcuts-on");
document.getElementById("shortcuts").hidden = false;

function remembered() {
  try {
    return localStorage.getItem(NAME) === "on";
  } catch {
    return false; // storage is shut off
  }
}

function remember() {
  try {
    localStorage.setItem(NAME, toggle.checked ? "on" : "off");
  } catch {
    // then it is for this page alone
  }
}

function move(step) {
  const links = [...document.querySelectorAll("#board a.reference")];
  const row = document.activeElement?.closest("li.case");
  const at = row ? links.findIndex((link) => row.contains(link)) : step > 0 ? -1 : links.length;
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

function press(selector) {
  document.activeElement?.closest("li.case")?.querySelector(selector)?.click();
}

const ACTS = {
  j: () => move(1),
  k: () => move(-1),
  t: () => press("button"),
  o: () => press("a.reference"),
};

toggle.checked = remembered();
toggle.addEventListener("change", remember);
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (!toggle.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
  const act = ACTS[event.key];
  if (!act || event.repeat) return;
  event.preventDefault();
  act();
});
