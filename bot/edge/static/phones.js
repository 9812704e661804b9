// Brings news to the page each second, and sends forms without leaving it.
"use strict";

const EVERY_MS = 1000;
const LIMIT_MS = 5000;
const handsets = document.getElementById("handsets");
const fault = document.getElementById("fault");
let lastRequest = 0;

async function bring(address, options) {
  const request = ++lastRequest;
  const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(LIMIT_MS) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const html = await answer.text();
  // An answer that was overtaken by a later one would take messages away again.
  if (request === lastRequest) show(new DOMParser().parseFromString(html, "text/html"));
}

function show(fresh) {
  fault.hidden = true;
  fresh.querySelectorAll(".handset").forEach((handset, place) => {
    if (document.getElementById(handset.id)) return;
    handsets.insertBefore(document.importNode(handset, true), handsets.children[place] ?? null);
  });
  for (const part of document.querySelectorAll("[data-live]")) {
    const news = fresh.getElementById(part.id);
    if (news && news.innerHTML !== part.innerHTML) replace(part, news);
  }
  for (const messages of document.querySelectorAll(".messages")) {
    const news = fresh.getElementById(messages.id);
    if (news) append(messages, news.querySelector("ol").children);
  }
}

// The focus stays where it was; on a call it goes to what is said, and from there to the messages.
function replace(part, news) {
  const focused = [...part.querySelectorAll("button, [data-reads]")].indexOf(document.activeElement);
  part.innerHTML = news.innerHTML;
  if (focused < 0) return;
  const next = part.querySelector("[data-reads]") ?? part.querySelectorAll("button")[focused];
  (next ?? part.closest(".handset")?.querySelector(".messages"))?.focus();
}

// Only what is new, so that a screen reader reads just that.
function append(messages, fresh) {
  const list = messages.querySelector("ol");
  const have = list.querySelectorAll("li:not(.none)").length;
  const arrived = [...fresh].filter((item) => !item.matches(".none")).slice(have);
  if (arrived.length === 0) return;
  list.querySelector(".none")?.remove();
  list.append(...arrived.map((item) => document.importNode(item, true)));
  messages.scrollTop = 0; // the list is laid out from its end
}

async function send(event) {
  const form = event.target.closest("form[data-stay]");
  if (!form) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) fields.append(event.submitter.name, event.submitter.value);
  const typed = form.querySelector("input:not([type=hidden])");
  try {
    await bring(form.action, { method: "POST", body: fields });
    if (typed) typed.value = "";
  } catch (error) {
    complain(error);
  }
}

function complain(error) {
  console.warn("The phones could not be brought up to date.", error);
  fault.hidden = false;
}

async function keepBringing() {
  try {
    await bring(location.href);
  } catch (error) {
    complain(error);
  }
  setTimeout(keepBringing, EVERY_MS);
}

document.addEventListener("submit", send);
setTimeout(keepBringing, EVERY_MS);
