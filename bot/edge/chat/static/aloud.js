// Reading a message aloud, only by a voice of this machine: what is read is sent to nobody.

import { element, thread, word } from "./page.js";
import { onShown } from "./thread.js";

/** Voices are often tagged "no", which is bokmål. */
const ALSO = { nb: ["no"] };
let reading;

export function watch() {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.addEventListener("voiceschanged", offerAll);
  onShown(offer);
  offerAll();
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

export function offerAll() {
  if ("speechSynthesis" in window) thread().querySelectorAll(":scope > li").forEach(offer);
}

function offer(item) {
  if (!item.matches(".assistant, .human")) return;
  // What is said through an interpreter is read a sentence at a time.
  item.querySelectorAll(".pairs > li").forEach((line) => offerIn(line, ".aloud-block[lang]"));
  offerIn(item, ".block[lang]");
}

function offerIn(item, words) {
  const spoken = [...item.querySelectorAll(words)].filter((block) => voiceOf(block.lang));
  if (!spoken.length || item.querySelector(".aloud")) return;
  const button = element("button", "ds-button aloud", word("readAloud"));
  button.type = "button";
  button.dataset.variant = "secondary";
  button.addEventListener("click", () => (reading === button ? stop() : read(button, spoken)));
  item.append(button);
}

function voiceOf(language) {
  const tags = [language, ...(ALSO[language] ?? [])];
  const isOurs = (voice) => voice.localService && tags.includes(voice.lang.split(/[-_]/)[0]);
  return speechSynthesis.getVoices().find(isOurs);
}

function read(button, blocks) {
  stop();
  reading = button;
  button.textContent = word("stopReading");
  blocks.forEach((block, place) => {
    const utterance = new SpeechSynthesisUtterance(block.innerText);
    utterance.voice = voiceOf(block.lang);
    utterance.lang = utterance.voice.lang;
    if (place === blocks.length - 1) utterance.onend = () => reading === button && stop();
    speechSynthesis.speak(utterance);
  });
}

function stop() {
  speechSynthesis.cancel();
  if (reading) reading.textContent = word("readAloud");
  reading = undefined;
}
