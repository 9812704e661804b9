// The keys of the board.
import { shortcuts } from "./shortcuts.js";

function move(step) {
  const links = [...document.querySelectorAll("#board a.reference")];
  const row = document.activeElement?.closest("li.case");
  const at = row ? links.findIndex((link) => row.contains(link)) : step > 0 ? -1 : links.length;
  links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
}

function press(selector) {
  document.activeElement?.closest("li.case")?.querySelector(selector)?.click();
}

shortcuts({
  j: () => move(1),
  k: () => move(-1),
  t: () => press("button"),
  o: () => press("a.reference"),
});
