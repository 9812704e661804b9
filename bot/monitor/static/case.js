// Shows the case as it changes, and never takes away what somebody is writing.
import { setNow, showAges } from "./ages.js";
import { listen } from "./live.js";

const page = document.getElementById("case");
const AGE = /<time[\s\S]*?<\/time>/g;
let isFetching = false;
let isWanted = false;
let lastStanding = standing();

function standing() {
  return document.getElementById("standing").textContent.replace(/\s+/g, " ").trim();
}

async function fetchAnew() {
  isWanted = true;
  if (isFetching) return;
  isFetching = true;
  try {
    while (isWanted) {
      isWanted = false;
      const answer = await fetch(page.dataset.source);
      if (answer.ok) show(await answer.text());
      else if (answer.status === 404) location.reload();
    }
  } catch (error) {
    console.warn("The case could not be fetched.", error);
  } finally {
    isFetching = false;
  }
}

function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const state = fresh.content.getElementById("case-state");
  const old = document.getElementById("case-state");
  if (state.outerHTML.replace(AGE, "") !== source) {
    source = state.outerHTML.replace(AGE, "");
    state.querySelector("#views")?.toggleAttribute("open", Boolean(old.querySelector("#views")?.open));
    const at = reachable(old).indexOf(document.activeElement);
    old.replaceWith(state);
    if (at >= 0) reachable(state)[at]?.focus({ preventScroll: true });
  }
  showActs(fresh.content.getElementById("acts"));
  showAges();
  readOut();
}

let source = document.getElementById("case-state").outerHTML.replace(AGE, "");

function reachable(root) {
  return [...root.querySelectorAll("a[href], summary")];
}

function showActs(acts) {
  const old = document.getElementById("acts");
  if (acts.dataset.acts === old.dataset.acts) return;
  const isWriting = [...old.querySelectorAll("textarea")].some((field) => field.value.trim());
  document.getElementById("changed").hidden = !isWriting;
  if (isWriting) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(acts);
  if (hadFocus) acts.focus({ preventScroll: true });
}

function readOut() {
  const now = standing();
  if (now === lastStanding) return;
  lastStanding = now;
  document.getElementById("news").textContent = now;
}

listen((kind, data) => {
  if (kind === "open") fetchAnew();
  if (kind === "case" && JSON.parse(data).includes(page.dataset.reference)) fetchAnew();
  if (kind === "beat") setNow(JSON.parse(data).now);
  // That the person's page has shown a message is no event of the case.
  if (kind === "beat" && document.getElementById("thread")) fetchAnew();
});
