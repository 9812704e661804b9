// The list by keyboard, and as it is now. A row stays where it is while somebody presses in it.
import { shortcuts } from "./shortcuts.js";

const AGAIN_MS = 20000;
const rows = document.getElementById("rows");
const attempt = document.getElementById("attempt");
const keys = document.getElementById("keys");
let lastSummary = summary();

function summary() {
  return document.getElementById("summary").textContent.replace(/\s+/g, " ").trim();
}

function current() {
  return document.activeElement?.closest("#rows tbody tr[id]");
}

function move(step) {
  const links = [...rows.querySelectorAll("tr a.reference")];
  const row = current();
  const at = row ? links.findIndex((link) => row.contains(link)) : step > 0 ? -1 : links.length;
  const link = links[Math.min(links.length - 1, Math.max(0, at + step))];
  link?.focus({ preventScroll: true });
  link?.closest("tr").scrollIntoView({ block: "nearest" });
}

// Written down on the row that has the focus; without one, nowhere.
function log(result) {
  const address = current()?.dataset.attempts;
  if (!address || attempt.dataset.sent) return;
  attempt.dataset.sent = result;
  attempt.action = address;
  attempt.elements.result.value = result;
  attempt.requestSubmit();
}

// Arrows are no letters: they need no switch, but the focus in the list.
rows.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !current() || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  move(step);
});

const results = JSON.parse(attempt.dataset.letters);
shortcuts({
  j: () => move(1),
  k: () => move(-1),
  "?": () => { keys.open = !keys.open; },
  ...Object.fromEntries(
    Object.entries(results).map(([letter, result]) => [letter, () => log(result)])),
});
keys.hidden = false;

async function fetchAnew() {
  if (document.hidden) return;
  try {
    const answer = await fetch(rows.dataset.source);
    if (answer.ok) show(await answer.text());
  } catch (error) {
    console.warn("The list could not be fetched.", error);
  }
}

function show(html) {
  const focused = rows.contains(document.activeElement) ? document.activeElement.id : null;
  const isOpen = Boolean(rows.querySelector(".by-office")?.open);
  rows.innerHTML = html;
  rows.querySelector(".by-office")?.toggleAttribute("open", isOpen);
  if (focused) (document.getElementById(focused) ?? rows).focus({ preventScroll: true });
  readOut();
}

// To a screen reader, and only when the summary has changed.
function readOut() {
  const now = summary();
  if (now === lastSummary) return;
  lastSummary = now;
  document.getElementById("news").textContent = now;
}

// After an attempt the row it was logged on has the focus again, and says what was logged.
const back = document.getElementById(location.hash.slice(1));
if (back && rows.contains(back)) {
  back.focus();
  const tried = back.closest("tr").querySelector(".tried").textContent;
  document.getElementById("news").textContent = `${back.textContent}: ${tried}`;
}

// A row that was moved under a pressed pointer would open another.
let isPressed = false;
rows.addEventListener("pointerdown", () => { isPressed = true; });
for (const end of ["pointerup", "pointercancel"]) {
  window.addEventListener(end, () => setTimeout(() => { isPressed = false; }));
}
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  delete attempt.dataset.sent;
  fetchAnew();
});
setInterval(() => isPressed || fetchAnew(), AGAIN_MS);
