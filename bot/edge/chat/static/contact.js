// Whether there is contact with the server, said on the page in words.

import { word } from "./page.js";

const PATIENCE_MS = 3000; // a server that starts anew is back sooner than this
const GLAD_MS = 8000;
let isLost = false;
let growing; // since when something is wrong
let fading; // until the good news goes

const say = (text) => {
  const place = document.getElementById("connection");
  if (place && place.textContent !== text) place.textContent = text;
};

/** No contact; said at once if something is waiting for it, else when it lasts. */
export function lost({ atOnce = false } = {}) {
  if (isLost) return;
  if (!atOnce) {
    growing ??= setTimeout(() => lost({ atOnce: true }), PATIENCE_MS);
    return;
  }
  calm();
  clearTimeout(fading);
  isLost = true;
  say(word("lost"));
}

export function back() {
  calm();
  if (!isLost) return;
  isLost = false;
  say(word("back"));
  fading = setTimeout(() => say(""), GLAD_MS);
}

function calm() {
  clearTimeout(growing);
  growing = undefined;
}

/** Say it again on a page that has been replaced. */
export const repeat = () => isLost && say(word("lost"));
