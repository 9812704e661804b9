// Several conversations of one interpreter, a tab each, and in whose name the next words are.

const OWN = "own";
const chosen = () => document.querySelector("#voice input:checked");

/** Whether the interpreter writes for themselves. */
export const isOwnVoice = () => chosen()?.value === OWN;

/** What a message says of its conversation; nothing in the own chat. */
export function fields() {
  const relay = document.querySelector("#composer input[name=relay]");
  return relay ? { relay: relay.value, voice: chosen()?.value ?? "" } : {};
}

/** After words of their own the interpreter speaks for the person again. */
export function toPerson() {
  const first = document.querySelector("#voice input");
  if (first) first.checked = true;
}

/** The tabs anew; whoever stands on one stays there. */
export function showTabs(html) {
  const nav = document.getElementById("tabs");
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  if (fresh.innerHTML.trim() === nav.innerHTML.trim()) return;
  const place = [...nav.children].indexOf(document.activeElement);
  nav.innerHTML = html;
  nav.hidden = nav.childElementCount === 0;
  nav.children[place]?.focus({ preventScroll: true });
}
