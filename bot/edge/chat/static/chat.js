// The chat, live. Without this the page works too: forms are sent and the page comes anew.

import * as aloud from "./aloud.js";
import { speak } from "./language.js";
import * as leaving from "./leaving.js";
import * as outbox from "./outbox.js";
import { box, composer, hasBegun, picker } from "./page.js";
import * as stream from "./stream.js";
import { toPerson } from "./tabs.js";
import { toLast } from "./thread.js";

let isListening = false;

function listen() {
  if (isListening) return;
  isListening = true;
  stream.open();
}

const submitted = {
  leave: leaving.leave,
  async language(button) {
    if (await speak(button.value)) {
      aloud.offerAll();
      if (isListening) stream.open();
    }
  },
  choices(button) {
    // The button goes; whoever came by keyboard goes on from what it said.
    outbox.send(button.value).focus({ preventScroll: true });
  },
  "by-picture"(button) {
    for (const group of button.form.querySelectorAll("details")) group.open = false;
    outbox.send(button.value).focus({ preventScroll: true });
  },
  composer() {
    const text = box().value.trim();
    const [file] = picker()?.files ?? []; // a page of a relay has none
    if (!text && !file) return box().focus();
    box().value = "";
    if (file) {
      picker().value = "";
      picker().closest("details").open = false;
    }
    outbox.send(text, file);
    toPerson();
  },
};

document.addEventListener("submit", (event) => {
  const act = submitted[event.target.id];
  if (!act) return;
  event.preventDefault();
  act(event.submitter);
});

document.addEventListener("keydown", (event) => {
  // Enter alone makes a new line, as on a phone.
  if (event.target === box() && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    composer().requestSubmit();
  }
});

addEventListener("beforeunload", (event) => {
  if (!outbox.isEmpty()) event.preventDefault();
});

outbox.onTaken(listen);
stream.keepAwake(outbox.retry);
leaving.watch();
if (composer()) aloud.watch();
if (composer() && hasBegun()) {
  listen();
  toLast();
}
