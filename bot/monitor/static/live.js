// One stream a browser: the tab that holds the lock has it, and tells the others what it hears.
// Where the browser has no locks (a page without https), each tab has a stream of its own.

const { events: address, board } = document.body.dataset;
const SILENT_MS = 10000; // two signs of life have not come
const FRESH_MS = 6000;
const AGAIN_MS = 2000;
const KINDS = ["board", "case", "beat", "ended"];

const channel = new BroadcastChannel(`lavterskel ${address}`);
const listeners = [];
let source = null; // in the tab that has the stream
let connectedAt = 0;
let lastBoard = null;
let lastHeard = Date.now();
let lastTick = Date.now();

// Calls back with a kind and its data: open, board, case, beat or ended.
export function listen(listener) {
  listeners.push(listener);
}

function hear(kind, data) {
  lastHeard = Date.now();
  showSilence();
  for (const listener of listeners) listener(kind, data);
}

function spread(kind, data) {
  if (kind === "board") lastBoard = data;
  channel.postMessage({ kind, data });
  hear(kind, data);
}

function connect() {
  source?.close();
  connectedAt = Date.now();
  const own = new EventSource(address);
  source = own;
  own.addEventListener("open", () => spread("open"));
  for (const kind of KINDS) own.addEventListener(kind, (event) => spread(kind, event.data));
  own.addEventListener("ended", () => own.close());
  own.addEventListener("error", () => {
    if (own === source && own.readyState === EventSource.CLOSED) ask();
  });
}

// The stream was refused: hear why, show what there is, and try again.
async function ask() {
  try {
    const answer = await fetch(board, { signal: AbortSignal.timeout(AGAIN_MS * 2) });
    if (answer.status === 401) {
      spread("ended", "");
      return;
    }
    if (answer.ok) {
      spread("board", await answer.text());
      spread("open");
    }
  } catch (error) {
    console.warn("The monitor cannot be reached.", error);
  }
  setTimeout(connect, AGAIN_MS);
}

// After sleep, in a tab that comes to the front, or when the network is back.
function wake(isCertain) {
  if (!source) {
    channel.postMessage({ kind: "wake", data: isCertain });
  } else if (isCertain || Date.now() - lastHeard > FRESH_MS) {
    connect();
  }
}

channel.addEventListener("message", ({ data: { kind, data } }) => {
  if (kind !== "wake") {
    hear(kind, data);
  } else if (source) {
    wake(data);
    if (lastBoard) channel.postMessage({ kind: "board", data: lastBoard });
  }
});

function showSilence() {
  const stale = document.getElementById("stale");
  if (!stale) return;
  const isSilent = Date.now() - lastHeard > SILENT_MS;
  if (isSilent === !stale.hidden) return;
  document.getElementById("stale-since").textContent = new Date(lastHeard).toLocaleTimeString(
    "nb-NO", { timeZone: "Europe/Oslo", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  stale.hidden = !isSilent;
}

function tick() {
  const gap = Date.now() - lastTick;
  lastTick = Date.now();
  if (gap > FRESH_MS) wake(false);
  const isSilent = Date.now() - Math.max(lastHeard, connectedAt) > SILENT_MS + AGAIN_MS;
  if (source && source.readyState !== EventSource.CLOSED && isSilent) connect();
  showSilence();
}

setInterval(tick, 1000);
window.addEventListener("online", () => wake(true));
window.addEventListener("pageshow", (event) => event.persisted && wake(false));
document.addEventListener("visibilitychange", () => document.hidden || wake(false));

if (navigator.locks) {
  navigator.locks.request(`lavterskel ${address}`, () => {
    connect();
    return new Promise(() => {}); // held until the tab is closed
  });
} else {
  connect();
}
