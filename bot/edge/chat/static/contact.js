// Whether there is contact with the server, said on the page in words.

import { word } from "./page.js";

const PATIENCE_MS = 3000; // a server that starts anew is back sooner than this
const GLAD_MS = 8000;
let isLost = false;
let timer;

const say = (text) => {
  const place = document.getElementById("connection");
  if (place && place.textContent !== text) place.textContent = text;
};

/** No contact; said at once if something is waiting for it, else when it lasts. */
export function lost({ atOnce = false } = {}) {
  if (isLost) return;
  if (!atOnce) {
    timer ??= setTimeout(() => lost({ atOnce: true }), PATIENCE_MS);
    return;
  }
  clearTimeout(timer);
  timer = undefined;
  isLost = true;
  say(word("lost"));
}

export function back() {
  clearTimeout(timer);
  timer = undefined;
  if (!isLost) return;
  isLost = false;
  say(word("back"));
  timer = setTimeout(() => {
    timer = undefined;
    say("");
  }, GLAD_MS);
}

/** Say it again on a page that has been replaced. */
export const repeat = () => isLost && say(word("lost"));
