// News from the server, for as long as the page is open: over lost networks and nights of sleep.

import * as contact from "./contact.js";
import { offer } from "./page.js";
import { showTabs } from "./tabs.js";
import { show } from "./thread.js";

const TICK_MS = 2000;
const SLEPT_MS = 8000; // a gap between ticks that only a sleeping machine makes
const PAUSE_MS = 3000;
let leftElsewhere = () => {};
let source;
let again;
let lastTick = Date.now();

/** Listen from now on; what came in the meantime comes first. */
export function open() {
  close();
  source = new EventSource(document.body.dataset.events);
  source.addEventListener("open", contact.back);
  source.addEventListener("thread", (event) => show(event.data));
  source.addEventListener("choices", (event) => offer(event.data));
  source.addEventListener("tabs", (event) => showTabs(event.data));
  source.addEventListener("error", () => {
    contact.lost();
    // The browser tries again by itself, unless the answer was no stream.
    if (source?.readyState === EventSource.CLOSED) again = setTimeout(afterRefusal, PAUSE_MS);
  });
}

/**
 * Show what has come, and listen again; unless the conversation has been left: then nothing of it
 * stays on the screen. Where lines that are dead still count as open, this is how news arrive.
 */
async function afterRefusal() {
  const answer = await fetch(document.body.dataset.page).catch(() => undefined);
  const html = answer?.ok ? await answer.text() : "";
  const fresh = new DOMParser().parseFromString(html, "text/html");
  if (fresh.getElementById("closed")) return location.reload();
  if (answer?.status === 404 || fresh.body.classList.contains("start")) {
    leftElsewhere();
    return;
  }
  const thread = fresh.getElementById("thread");
  if (thread) {
    show(thread.innerHTML);
    offer(fresh.getElementById("choices").innerHTML);
  }
  open();
}

/** Be told when the conversation has been left on another page. */
export const onLeft = (heard) => {
  leftElsewhere = heard;
};

export function close() {
  clearTimeout(again);
  source?.close();
  source = undefined;
}

/** Open anew whatever makes a machine deaf without its browser knowing. */
export function keepAwake(wakened) {
  const wake = () => {
    if (source) open();
    wakened();
  };
  setInterval(() => {
    const gap = Date.now() - lastTick;
    lastTick = Date.now();
    if (gap > SLEPT_MS) wake();
  }, TICK_MS);
  addEventListener("online", wake);
  addEventListener("offline", () => contact.lost({ atOnce: true }));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && source && source.readyState !== EventSource.OPEN) wake();
  });
}
