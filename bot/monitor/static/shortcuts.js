// Keys of one letter, only while the switch on the page is on (WCAG 2.1.4). It is remembered here.

const NAME = "lavterskel-shortcuts";
const toggle = document.getElementById("shortcuts-on");

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

// What each key does, while the switch is on and nobody types.
export function shortcuts(acts) {
  document.getElementById("shortcuts").hidden = false;
  toggle.checked = remembered();
  toggle.addEventListener("change", remember);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (!toggle.checked || isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = acts[event.key];
    if (!act || event.repeat) return;
    event.preventDefault();
    act();
  });
}
