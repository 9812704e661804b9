// The keys of one request: the letter on each button presses it.
import { shortcuts } from "./shortcuts.js";

const form = document.getElementById("attempt");
if (form) {
  const buttons = [...form.querySelectorAll("button[data-letter]")];
  shortcuts({
    ...Object.fromEntries(
      buttons.map((button) => [button.dataset.letter, () => button.click()])),
    l: () => document.getElementById("to-list").click(),
  });
  // Pressed twice is pressed once: the second press would go to a page that is leaving.
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload(); // what was there before is out of date
  });
}
