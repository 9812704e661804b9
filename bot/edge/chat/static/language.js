// Another language without leaving the page: what is written, and what waits, stays.

import * as contact from "./contact.js";
import { items } from "./outbox.js";
import { begin, box, thread } from "./page.js";

const LIMIT_MS = 15000;

/** Turn the page into a language; gives whether that could be done. */
export async function speak(language) {
  const form = document.getElementById("language");
  try {
    const body = new URLSearchParams(new FormData(form));
    body.set("language", language);
    const signal = AbortSignal.timeout(LIMIT_MS);
    const answer = await fetch(form.action, { method: "POST", body, signal });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!fresh.getElementById("thread")) throw new Error(`status ${answer.status}`);
    replace(fresh);
    return true;
  } catch {
    contact.lost({ atOnce: true });
    return false;
  }
}

function replace(fresh) {
  const written = box().value;
  const root = document.documentElement;
  root.lang = fresh.documentElement.lang;
  root.dir = fresh.documentElement.dir;
  document.title = fresh.title;
  document.body.replaceWith(document.adoptNode(fresh.body));
  box().value = written;
  if (items().length) {
    begin();
    thread().append(...items());
  }
  contact.repeat();
  document.querySelector("#languages summary").focus();
}
