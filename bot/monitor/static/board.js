// Shows the board as it changes. A row stays where it is while somebody presses a button in it.
import { setNow, showAges } from "./ages.js";
import "./keys.js";
import { listen } from "./live.js";

const board = document.getElementById("board");
const AGE = /<time[\s\S]*?<\/time>/g; // changes all the time, and ticks by itself
let shown = null;
let waiting = null;
let isPressed = false;
let sources = sourcesOf(board);
let lastSummary = summary();

function summary() {
  const told = [...document.querySelectorAll("#stuck, #summary")].map((each) => each.textContent);
  return told.join(" ").replace(/\s+/g, " ").trim();
}

function partsOf(root) {
  return [...root.querySelectorAll(".now, h2, li.case")];
}

function sourcesOf(root) {
  return partsOf(root).map((part) => part.outerHTML.replace(AGE, ""));
}

function orderOf(root) {
  return partsOf(root).map((part) => part.id || part.className).join();
}

function show(html) {
  if (html === shown) return;
  if (isPressed) {
    waiting = html;
    return;
  }
  shown = html;
  const focused = board.contains(document.activeElement) ? document.activeElement.id : null;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const news = sourcesOf(fresh.content);
  if (orderOf(fresh.content) === orderOf(board)) {
    const parts = partsOf(board);
    partsOf(fresh.content).forEach((part, at) => {
      if (news[at] !== sources[at]) parts[at].replaceWith(part);
    });
  } else {
    board.replaceChildren(fresh.content);
  }
  sources = news;
  if (focused !== null) focusAgain(focused);
  showAges();
  readOut();
}

function focusAgain(id) {
  if (document.activeElement?.id === id) return;
  const reference = id.slice(id.indexOf("-") + 1);
  const found = document.getElementById(id) ?? document.getElementById(`open-${reference}`);
  (found ?? board).focus({ preventScroll: true });
}

// To a screen reader, and only when the summary has changed.
function readOut() {
  const now = summary();
  if (now === lastSummary) return;
  lastSummary = now;
  document.getElementById("news").textContent = now;
}

function letGo() {
  // The click follows the letting go.
  setTimeout(() => {
    isPressed = false;
    if (waiting !== null) show(waiting);
    waiting = null;
  });
}

board.addEventListener("pointerdown", () => { isPressed = true; });
for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, letGo);

listen((kind, data) => {
  if (kind === "board") show(data);
  if (kind === "beat") setNow(JSON.parse(data).now);
});
