// The way out: the screen is emptied first, then the conversation ends, then the page is another.

import { forget } from "./outbox.js";
import { blank } from "./page.js";
import { close, onLeft } from "./stream.js";

const PRESSES = 3;
const WITHIN_MS = 2000;
const otherTabs = new BroadcastChannel("lavterskel-chat");
let presses = [];

export function leave() {
  const action = document.getElementById("leave")?.action;
  if (!action) return;
  otherTabs.postMessage("left");
  go(() => fetch(action, { method: "POST", keepalive: true, redirect: "manual" }).catch(() => {}));
}

function go(end = () => {}) {
  const { exit } = document.body.dataset;
  blank();
  forget();
  close();
  end();
  // In another site's frame it is the whole window that must go.
  try {
    window.top.location.replace(exit);
  } catch {
    location.replace(exit);
  }
}

/** Shift three times, and no other key between: never Esc, which stops a page from loading. */
function count(event) {
  if (event.key !== "Shift") presses = [];
  if (event.key !== "Shift" || event.repeat) return;
  presses = [...presses, Date.now()].slice(-PRESSES);
  if (presses.length === PRESSES && presses[2] - presses[0] <= WITHIN_MS) leave();
}

export function watch() {
  otherTabs.addEventListener("message", () => go());
  onLeft(() => go());
  addEventListener("keydown", count, { capture: true });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    blank();
    location.reload();
  });
}
