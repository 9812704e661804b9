// Clocks that tick, by the product's time: the computer's own may be wrong.

let ahead = 0;

export function setNow(written) {
  ahead = Date.parse(written) - Date.now();
}

function inWords(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return `${seconds} s`;
  if (hours < 1) return `${minutes} min ${seconds % 60} s`;
  if (hours < 24) return `${hours} t ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} t`;
}

export function showAges() {
  const now = Date.now() + ahead;
  for (const clock of document.querySelectorAll("time:not([data-still])")) {
    clock.textContent = inWords(now - Date.parse(clock.dateTime));
  }
}

const start = document.querySelector("[data-now]");
if (start) setNow(start.dataset.now);
setInterval(showAges, 1000);
showAges();
