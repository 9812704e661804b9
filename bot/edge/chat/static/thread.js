// The messages on the page: each once, in order, and the reader's place kept.

import { element, thread, word } from "./page.js";

const NEAR_END = 160; // px from the end of the page that still count as being there
const shown = new EventTarget();

/** Hear of every message of ours that comes onto the page. */
export const onShown = (heard) => shown.addEventListener("shown", (event) => heard(event.detail));

/** Show messages the server has sent, unless they are here. */
export function show(html) {
  const place = reading();
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
  keep(place, news[0]);
}

/** What the person has just written, before the server has it. */
export function showOwn(text) {
  const item = element("li", "person own waiting");
  item.tabIndex = -1;
  // The person knows what they wrote: only what others write is read out when it comes.
  item.setAttribute("aria-live", "off");
  const words = element("p", "block");
  words.dir = "auto";
  words.append(element("span", "line", text));
  item.append(element("p", "who", word("you")), words, element("p", "state", word("sending")));
  thread().append(item);
  item.scrollIntoView({ block: "nearest" });
  return item;
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

function reading() {
  const page = document.scrollingElement;
  return { atEnd: page.scrollTop + innerHeight >= page.scrollHeight - NEAR_END };
}

/** Follow the thread if the reader was at its end; else say that there is more. */
function keep(place, first) {
  if (!first) return;
  if (place.atEnd) return follow(first);
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
