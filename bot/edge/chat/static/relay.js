// The page where an interpreter begins: only its way out needs a script.

import * as leaving from "./leaving.js";

document.addEventListener("submit", (event) => {
  if (event.target.id !== "leave") return;
  event.preventDefault();
  leaving.leave();
});
leaving.watch();
