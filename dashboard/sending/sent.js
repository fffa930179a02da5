// The script of one file: the player on the recording that the file holds; the whole page is its own.

import { SentPage } from "./sent_page.js";

/** @import { SentData } from "./types.js" */

function start() {
  /** @type {SentData} */
  const data = JSON.parse(document.getElementById("sent-data")?.textContent ?? "null");
  const page = new SentPage(document, data, {
    onSpoken: ({ tag, title }) => {
      document.documentElement.lang = tag;
      document.title = title;
    },
  });
  document.addEventListener("keydown", (event) => page.pressed(event));
  Object.assign(page.found(".player"), { engine: page.engine });
  page.begin();
}

start();
