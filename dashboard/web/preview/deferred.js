// Solara's own scripts and sheets wait until the preview moves; then they run in their order. `preview` is
// what the player finds when it comes: the engine that plays already, and how to remove the preview.

/** @import { Preview } from "../../player/types.js" */

// Put into the page as it is, so a function of its own rather than a module: a module would run too late.
(() => {
  const LONGEST = 3_000; // ms that the preview may take before the page goes on without it
  const WATCHED = 250; // ms between two looks whether the page says that there will be no player
  const LOOK = 50; // ms between two looks whether the button is there that was pressed before it was
  const PATIENCE = 20_000; // ms after which it is given up
  const SEAT_AFTER = 4_000; // ms after which a page without a socket asks whether there is room for it
  const SEAT_EVERY = 3_000;
  let begun = false;
  let watch = 0;
  /** What stands on the button of the head that was pressed last, before there was a page behind it. */
  let pressed = "";
  let refusals = 0;

  /** @type {Preview} */
  const preview = { engine: null, begin, leave, fetchAhead };
  globalThis.preview = preview;
  setTimeout(begin, LONGEST);
  document.addEventListener("click", note, true);

  async function begin() {
    if (begun) return;
    begun = true;
    if (document.readyState === "loading") await parsed();
    watch = setInterval(leaveIfSorry, WATCHED);
    setTimeout(askForSeat, SEAT_AFTER);
    for (const sheet of later("link[data-later]")) sheet.setAttribute("media", "all");
    for (const waiting of later('script[type="text/later"]')) await run(waiting);
  }

  /** @returns {Promise<unknown>} */
  function parsed() {
    return new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));
  }

  /** @param {string} selector */
  function later(selector) {
    return document.querySelectorAll(selector);
  }

  /** A page that gets no socket would play on with controls that do nothing: it says why, and waits. */
  async function askForSeat() {
    if (document.body.dataset.page === "ready" || connected()) return;
    const query = new URLSearchParams(location.search);
    query.set("origin", location.origin);
    const answer = await fetch(`seat?${query}`, { cache: "no-store" }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    if (told?.fits && refusals > 1) location.reload();
    refusals = told && !told.fits ? refusals + 1 : 0;
    if (refusals > 1) say(told.sentence);
    setTimeout(askForSeat, SEAT_EVERY);
  }

  function connected() {
    const status = globalThis.solara?.debug?.connectionStatus;
    return (typeof status === "function" ? status() : status) === "connected";
  }

  /** @param {string} sentence */
  function say(sentence) {
    const told = document.querySelector("body > .banner") ?? document.createElement("p");
    told.className = "banner";
    told.setAttribute("role", "alert");
    told.textContent = sentence;
    document.body.prepend(told);
  }

  function leaveIfSorry() {
    if (document.querySelector("#app .sorry, #app .page > .error")) leave();
  }

  /** The files that will be wanted, fetched while the preview is drawn. */
  function fetchAhead() {
    for (const waiting of later('script[type="text/later"][src]')) {
      const link = document.createElement("link");
      link.rel = "preload";
      link.as = "script";
      link.href = waiting.getAttribute("src") ?? "";
      if (waiting.hasAttribute("crossorigin")) link.crossOrigin = waiting.getAttribute("crossorigin");
      document.head.append(link);
    }
  }

  /**
   * A script that is put into the page runs there and then, one with an address when it has come.
   * @param {Element} waiting
   * @returns {Promise<unknown>}
   */
  function run(waiting) {
    const script = document.createElement("script");
    for (const { name, value } of waiting.attributes) if (name !== "type") script.setAttribute(name, value);
    script.textContent = waiting.textContent;
    return new Promise((done) => {
      script.onload = done;
      script.onerror = done;
      waiting.replaceWith(script);
      if (!script.src) done(null);
    });
  }

  /**
   * The preview cannot be operated, so a click on a button of its head would be lost: it is done later.
   * @param {MouseEvent} event
   */
  function note(event) {
    const { clientX, clientY } = event;
    for (const button of later("#preview .masthead-controls button")) {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const hit = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      if (hit) pressed = button.textContent ?? "";
      if (hit) event.stopPropagation(); // a button that lies behind it is not pressed twice
      button.classList.toggle("waits", (button.textContent ?? "") === pressed);
    }
  }

  /** Press the page's own button as soon as the page is there. */
  function pressAgain() {
    const until = Date.now() + PATIENCE;
    const look = setInterval(() => {
      const buttons = /** @type {HTMLElement[]} */ ([...later("#app .masthead-controls button")]);
      const own = buttons.find((button) => button.textContent?.trim() === pressed);
      const there = document.body.dataset.page === "ready" && own;
      if (there) own.click();
      if (there || Date.now() > until) clearInterval(look);
    }, LOOK);
  }

  function leave() {
    clearInterval(watch);
    document.getElementById("preview")?.remove();
    document.removeEventListener("click", note, true);
    if (pressed) pressAgain();
    document.body.classList.remove("with-preview");
    preview.engine = null;
  }
})();
