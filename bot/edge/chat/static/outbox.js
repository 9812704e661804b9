// What the person has written and the server may not have: one at a time, in order, until taken.

import * as contact from "./contact.js";
import { begin, box, composer, fault, offer, word } from "./page.js";
import { fields } from "./tabs.js";
import { mark, markSent, showOwn } from "./thread.js";

const LIMIT_MS = 15000;
const FILE_LIMIT_MS = 120000; // a picture over a poor line
const PAUSES_MS = [1000, 2000, 4000, 8000, 15000];
const waiting = [];
let isSending = false;
let wake = () => {};
let taken = () => {};

/** Be told when the server has taken a message. */
export const onTaken = (heard) => {
  taken = heard;
};

/** Whether leaving the page would lose something. */
export const isEmpty = () => waiting.length === 0;

/** Forget all that waits: the person leaves. */
export const forget = () => waiting.splice(0);

/** Try at once, for instance because the network is back. */
export const retry = () => wake();

export function send(text, file) {
  fault();
  begin();
  offer("");
  waiting.push({ text, file, fields: fields(), key: newKey(), item: showOwn(text, file), tries: 0 });
  work();
  return waiting.at(-1).item;
}

/** The items that wait, to be put on a page that has been replaced. */
export const items = () => waiting.map((message) => message.item);

async function work() {
  if (isSending) return;
  isSending = true;
  while (waiting.length) await attempt(waiting[0]);
  isSending = false;
}

async function attempt(message) {
  let answer;
  try {
    answer = await post(message);
  } catch {
    return later(message, PAUSES_MS[Math.min(message.tries, PAUSES_MS.length - 1)]);
  }
  if (answer.status >= 500) return later(message, PAUSES_MS.at(-1) / 3);
  const said = await answer.json().catch(() => ({}));
  contact.back();
  if (answer.ok) {
    waiting.shift();
    if (said.page) return location.assign(said.page);
    markSent(message.item, said.id);
    taken();
  } else if (answer.status === 429 && (waiting.length > 1 || box().value)) {
    // There is more behind it, or in the box: what waits keeps its place and its turn.
    fault(said.lines);
    mark(message.item, true);
    await pause((said.seconds ?? 1) * 1000);
  } else {
    waiting.shift();
    giveBack(message, said.lines);
  }
}

function post({ text, key, file, fields }) {
  const sent = { text, key, ...fields };
  return fetch(composer().action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: file ? withFile(sent, file) : new URLSearchParams(sent),
    signal: AbortSignal.timeout(file ? FILE_LIMIT_MS : LIMIT_MS),
  });
}

function withFile(sent, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...sent, file })) form.append(name, value);
  return form;
}

async function later(message, ms) {
  message.tries += 1;
  mark(message.item, true);
  contact.lost({ atOnce: true });
  await pause(ms);
  mark(message.item, false);
}

/** Not taken: the words go back into the box, and the page says why. */
function giveBack(message, lines) {
  message.item.remove();
  if (!box().value) box().value = message.text;
  fault(lines ?? [word("unsent")]);
}

const pause = (ms) =>
  new Promise((done) => {
    const timer = setTimeout(done, ms);
    wake = () => {
      clearTimeout(timer);
      done();
    };
  });

/** A name for the message, so that a second try is known as the same. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
