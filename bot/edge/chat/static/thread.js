// The messages on the page: each once, in order, and the reader's place kept.

import { box, element, thread, word } from "./page.js";
import { isOwnVoice } from "./tabs.js";

const NEAR_END = 80; // px of the last message that may still be hidden below the screen
const NUMBER = /(\+?\d(?:[\d .:/-]*\d)?)/; // as the server sees one
const shown = new EventTarget();

/** Hear of every message of ours that comes onto the page. */
export const onShown = (heard) => shown.addEventListener("shown", (event) => heard(event.detail));

/** Show messages the server has sent, unless they are here. */
export function show(html) {
  const follows = isFollowing();
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const news = [];
  for (const item of [...parsed.content.children]) {
    const here = document.getElementById(item.id);
    if (here?.classList.contains("own")) settle(here, item);
    if (here) continue;
    thread().insertBefore(item, thread().querySelector("li.waiting"));
    news.push(item);
    shown.dispatchEvent(new CustomEvent("shown", { detail: item }));
  }
  keep(follows, news[0]);
}

/** What the person has just written, before the server has it. */
export function showOwn(text, file) {
  const [side, who] = isOwnVoice() ? ["interpreter", "interpreter"] : ["person", "you"];
  const item = element("li", `${side} own waiting`);
  item.tabIndex = -1;
  // The person knows what they wrote: only what others write is read out when it comes.
  item.setAttribute("aria-live", "off");
  const words = element("p", "block");
  words.dir = "auto";
  words.append(withNumbers(text));
  item.append(element("p", "who", word(who)));
  if (text) item.append(words);
  if (file) item.append(element("p", "block", word(kindOf(file))));
  item.append(element("p", "state", word("sending")));
  thread().append(item);
  item.scrollIntoView({ block: "nearest" });
  return item;
}

/** As the phone names it; the server looks at the bytes. */
function kindOf(file) {
  if (file.type.startsWith("image/")) return "picture";
  return file.type.startsWith("audio/") ? "voice" : "document";
}

/** Digits keep their order, whichever way the words around them run. */
function withNumbers(text) {
  const line = element("span", "line");
  text.split(NUMBER).forEach((part, place) => {
    const isNumber = place % 2 === 1;
    const piece = isNumber ? element("bdi", "", part) : part;
    if (isNumber) piece.dir = "ltr";
    line.append(piece);
  });
  return line;
}

export function mark(item, isUnsent) {
  item.classList.toggle("unsent", isUnsent);
  item.querySelector(".state").textContent = word(isUnsent ? "unsent" : "sending");
}

/** The server has it, under this name. */
export function markSent(item, id) {
  item.classList.remove("waiting", "unsent");
  item.querySelector(".state")?.remove();
  const faster = id && document.getElementById(id);
  if (!faster) item.id = id ?? "";
  else item.replaceWith(faster); // the stream was faster
}

/** Give what the person wrote the form in which the server keeps it. */
function settle(here, item) {
  here.replaceChildren(...item.childNodes);
  here.className = item.className;
}

/** Whether the reader is where the thread ends, and not in the middle of writing. */
function isFollowing() {
  if (document.activeElement === box() && box().value) return false;
  const last = thread().lastElementChild;
  return !last || last.getBoundingClientRect().bottom <= innerHeight + NEAR_END;
}

/** Follow the thread if the reader was at its end; else say that there is more. */
function keep(follows, first) {
  if (!first) return;
  if (follows) return follow(first);
  if (document.getElementById("newer")) return;
  const button = element("button", "ds-button", word("newMessage"));
  button.id = "newer";
  button.type = "button";
  button.addEventListener("click", () => {
    button.remove();
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    follow(first);
  });
  thread().after(button);
}

/** To the end of the page, but never past the first line of what is new. */
function follow(first) {
  const page = document.scrollingElement;
  const header = document.querySelector("header").offsetHeight;
  const top = first.getBoundingClientRect().top + page.scrollTop - header - 16;
  page.scrollTop = Math.min(top, page.scrollHeight - innerHeight);
}

/** Begin where the conversation ends. */
export function toLast() {
  const last = thread().lastElementChild;
  if (last) follow(last);
}
