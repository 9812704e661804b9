// Says two minutes before that the session ends, and lets the person stay.
import { listen } from "./live.js";

const BEFORE_MS = 2 * 60 * 1000;
const dialog = document.getElementById("ending");
const form = dialog.querySelector("form");
let said = null; // the end that was announced, so that a closed dialog stays closed

function announce({ now, ends, renewable }) {
  if (Date.parse(ends) - Date.parse(now) > BEFORE_MS) {
    if (dialog.open && !dialog.dataset.ended) dialog.close();
    return;
  }
  if (said === ends) return;
  said = ends;
  for (const part of dialog.querySelectorAll("[data-when]")) {
    part.hidden = (part.dataset.when === "renewable") !== renewable;
  }
  for (const at of dialog.querySelectorAll(".ending-at")) {
    at.textContent = new Date(ends).toLocaleTimeString(
      "nb-NO", { timeZone: "Europe/Oslo", hour: "2-digit", minute: "2-digit" });
  }
  if (!dialog.open) dialog.showModal();
}

function hasDraft() {
  return [...document.querySelectorAll("main textarea")].some((field) => field.value.trim());
}

// The page leads to the sign-in; but not while it holds words that would be lost.
function end() {
  if (!hasDraft()) {
    location.reload();
    return;
  }
  dialog.dataset.ended = "yes";
  for (const part of dialog.querySelectorAll("[data-when]")) {
    part.hidden = part.dataset.when !== "ended";
  }
  if (!dialog.open) dialog.showModal();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  if (answer.status === 401) end();
  else dialog.close();
});
document.getElementById("ending-close").addEventListener("click", () => dialog.close());

listen((kind, data) => {
  if (kind === "beat") announce(JSON.parse(data));
  if (kind === "ended") end();
});
