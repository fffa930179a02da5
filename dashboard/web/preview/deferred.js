// Solara's own scripts and sheets wait until the first picture moves; then they run in their order. `first` is
// what the player finds when it comes: the engine that plays already, and how to let the first picture go.

(() => {
  const LONGEST = 3_000; // ms that the first picture may take before the page goes on without it
  const WATCHED = 250; // ms between two looks whether the page says that there will be no player
  let begun = false;
  let watch = null;

  async function begin() {
    if (begun) return;
    begun = true;
    if (document.readyState === "loading")
      await new Promise((go) => document.addEventListener("DOMContentLoaded", go, { once: true }));
    watch = setInterval(
      () => document.querySelector("#app .sorry, #app .page > .error") && first.leave(),
      WATCHED,
    );
    for (const sheet of document.querySelectorAll("link[data-later]")) sheet.media = "all";
    for (const waiting of document.querySelectorAll('script[type="text/later"]')) await run(waiting);
  }

  // The files that will be wanted, fetched while the first picture is drawn.
  function fetchAhead() {
    for (const waiting of document.querySelectorAll('script[type="text/later"][src]')) {
      const link = Object.assign(document.createElement("link"), {
        rel: "preload",
        as: "script",
        href: waiting.getAttribute("src"),
      });
      if (waiting.hasAttribute("crossorigin")) link.crossOrigin = waiting.getAttribute("crossorigin");
      document.head.append(link);
    }
  }

  // A script that is put into the page runs there and then, one with an address when it has come.
  function run(waiting) {
    const script = document.createElement("script");
    for (const { name, value } of waiting.attributes) if (name !== "type") script.setAttribute(name, value);
    script.textContent = waiting.textContent;
    return new Promise((done) => {
      script.onload = script.onerror = done;
      waiting.replaceWith(script);
      if (!script.src) done();
    });
  }

  function leave() {
    clearInterval(watch);
    document.getElementById("first")?.remove();
    document.body.classList.remove("with-first");
    first.engine = null;
  }

  globalThis.first = { engine: null, begin, leave, fetchAhead };
  setTimeout(begin, LONGEST);
})();
