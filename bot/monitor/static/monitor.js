// Fetches the list again and again. When it cannot, it says since when the list is old.
"use strict";

const EVERY_MS = 2000;
const STALE_AFTER_MS = 10000;
const cases = document.getElementById("cases");
const stale = document.getElementById("stale");
let shown = "";
let lastSummary = document.getElementById("summary").textContent.trim();
let lastSuccess = new Date();

function norwegianTime(moment) {
  return moment.toLocaleTimeString("nb-NO", { timeZone: "Europe/Oslo", hour: "2-digit", minute: "2-digit" });
}

function showStale() {
  if (new Date() - lastSuccess < STALE_AFTER_MS) return;
  document.getElementById("stale-since").textContent = norwegianTime(lastSuccess);
  stale.hidden = false;
}

async function fetchCases() {
  const answer = await fetch(cases.dataset.source, { signal: AbortSignal.timeout(EVERY_MS * 2) });
  if (answer.status === 401) {
    location.reload(); // the session has ended: the page leads to the sign-in
    return;
  }
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const html = await answer.text();
  lastSuccess = new Date();
  stale.hidden = true;
  if (html !== shown) {
    shown = html;
    cases.innerHTML = html;
    readOut(document.getElementById("summary").textContent.trim());
  }
}

// To a screen reader, and only when the summary has changed: the ages change all the time.
function readOut(summary) {
  if (summary === lastSummary) return;
  lastSummary = summary;
  document.getElementById("news").textContent = summary;
}

async function keepFetching() {
  try {
    await fetchCases();
  } catch (error) {
    console.warn("The list could not be fetched.", error);
    showStale();
  }
  setTimeout(keepFetching, EVERY_MS);
}

setTimeout(keepFetching, EVERY_MS);
