// What a browser lacks: small functions are filled in, storage that is denied stands in memory, and where
// nothing helps one sentence says which browsers do. It runs before everything else, and is written in the
// forms of 2015 so that an old browser can read it.

(() => {
  // Said where the page cannot work, in its language: what is lacking stands in for {lacks}
  const TOO_OLD = "__TOO_OLD__";
  const NO_COOKIES = "__NO_COOKIES__";
  const LOOK_EVERY = 250; // ms between two looks at sizes, where a browser does not tell them

  const typed = Object.getPrototypeOf(Uint8Array);
  /** @type {Function[]} */
  const LISTS = [Array, typed];

  /**
   * A method that newer browsers have, on the prototypes that lack it.
   * @param {string} name
   * @param {Function} body
   * @param {Function[]} kinds
   */
  const fill = (name, body, kinds) => {
    for (const { prototype } of kinds) {
      if (!prototype[name])
        Object.defineProperty(prototype, name, { value: body, configurable: true, writable: true });
    }
  };

  const fillLists = () => {
    /** @this {ArrayLike<unknown>} @param {number} place */
    function at(place) {
      const row = Math.trunc(place) || 0;
      return this[row < 0 ? row + this.length : row];
    }
    /** @this {ArrayLike<unknown>} @param {(each: unknown, row: number, all: ArrayLike<unknown>) => unknown} holds */
    function findLastIndex(holds) {
      let row = this.length - 1;
      while (row >= 0 && !holds(this[row], row, this)) row -= 1;
      return row;
    }
    /** @this {ArrayLike<unknown>} @param {() => unknown} holds */
    function findLast(holds) {
      return this[findLastIndex.call(this, holds)];
    }
    fill("at", at, LISTS.concat([String]));
    fill("findLastIndex", findLastIndex, LISTS);
    fill("findLast", findLast, LISTS);
  };

  const fillTexts = () => {
    /** @this {string} @param {string | RegExp} from @param {any} to */
    function replaceAll(from, to) {
      if (from instanceof RegExp) return this.replace(from, to);
      return this.split(from).join(typeof to === "function" ? to(from) : to);
    }
    fill("replaceAll", replaceAll, [String]);
    const own = Object.prototype.hasOwnProperty;
    const has = /** @type {typeof Object.hasOwn} */ ((thing, name) => own.call(thing, name));
    if (!Object.hasOwn) Object.defineProperty(Object, "hasOwn", { value: has, configurable: true });
  };

  /**
   * A copy of plain data, as the charts need it.
   * @param {any} thing
   * @param {Map<unknown, unknown>} [seen]
   * @returns {any}
   */
  const cloned = (thing, seen = new Map()) => {
    if (typeof thing !== "object" || thing === null) return thing;
    if (seen.has(thing)) return seen.get(thing);
    if (thing instanceof Date) return new Date(thing.getTime());
    if (thing instanceof typed) return Reflect.construct(thing.constructor, [thing]);
    const copy = Array.isArray(thing) ? [] : {};
    seen.set(thing, copy);
    for (const name of Object.keys(thing)) Reflect.set(copy, name, cloned(thing[name], seen));
    return copy;
  };

  /** Looks at boxes a few times a second and tells of those that changed. */
  class Observer {
    /** @param {(entries: object[], observer: Observer) => void} tell */
    constructor(tell) {
      /** @type {Map<Element, string>} */
      this.seen = new Map();
      setInterval(() => {
        const entries = Array.from(this.seen.keys())
          .filter((each) => this.changed(each))
          .map(entryOf);
        if (entries.length) tell(entries, this);
      }, LOOK_EVERY);
    }

    /** @param {Element} element */
    changed(element) {
      const { width, height } = element.getBoundingClientRect();
      const same = this.seen.get(element) === `${width} ${height}`;
      this.seen.set(element, `${width} ${height}`);
      return !same;
    }

    /** @param {Element} element */
    observe(element) {
      this.seen.set(element, "");
    }

    /** @param {Element} element */
    unobserve(element) {
      this.seen.delete(element);
    }

    disconnect() {
      this.seen.clear();
    }
  }

  /** @param {Element} element */
  const entryOf = (element) => {
    const contentRect = element.getBoundingClientRect();
    const size = [{ inlineSize: contentRect.width, blockSize: contentRect.height }];
    return { target: element, contentRect, borderBoxSize: size, contentBoxSize: size };
  };

  /** Storage in memory: a reload forgets it. */
  const memory = () => {
    /** @type {Map<string, string>} */
    const held = new Map();
    return {
      getItem: (/** @type {string} */ key) => (held.has(key) ? held.get(key) : null),
      setItem: (/** @type {string} */ key, /** @type {unknown} */ value) => held.set(key, `${value}`),
      removeItem: (/** @type {string} */ key) => held.delete(key),
      clear: () => held.clear(),
      key: (/** @type {number} */ row) => Array.from(held.keys())[row] || null,
      get length() {
        return held.size;
      },
    };
  };

  /** @param {"localStorage" | "sessionStorage"} name */
  const keepStorage = (name) => {
    try {
      if (window[name]) {
        window[name].getItem("jiaosuo");
        return;
      }
    } catch (_denied) {
      // as if there were none
    }
    try {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    } catch (_fixed) {
      // whoever asks for it has to bear the refusal
    }
  };

  /** @param {string} text */
  const understands = (text) => {
    try {
      return !!new Function("a", text);
    } catch (_unknown) {
      return false;
    }
  };

  /** What nothing stands in for. */
  const lacking = () => {
    const names = ["WebSocket", "fetch", "Path2D", "URLSearchParams", "Proxy", "Intl", "matchMedia"];
    const lacks = names.filter((name) => !(name in window) || !Reflect.get(window, name));
    if (!("noModule" in document.createElement("script"))) lacks.push("modules");
    if (!lacks.includes("matchMedia") && !("addEventListener" in matchMedia("all"))) lacks.push("matchMedia");
    if (!document.createElement("canvas").getContext("2d")) lacks.push("canvas");
    if (!understands("a?.b; a ??= 1")) lacks.push("a ??= b");
    return lacks;
  };

  const sayWhatLacks = () => {
    const lacks = lacking().join(", ");
    const sentence = lacks ? TOO_OLD.replace("{lacks}", lacks) : "";
    const said = sentence || (navigator.cookieEnabled ? "" : NO_COOKIES);
    if (said) document.addEventListener("DOMContentLoaded", () => say(said));
  };

  /** @param {string} sentence */
  const say = (sentence) => {
    const told = document.createElement("p");
    told.className = "banner too-old";
    told.setAttribute("role", "alert");
    told.style.cssText =
      "position:fixed;top:0;left:0;right:0;z-index:1000;margin:0;padding:8px 16px;background:#2b2a26;color:#fff";
    told.textContent = sentence;
    document.body.insertBefore(told, document.body.firstChild);
  };

  fillLists();
  fillTexts();
  if (!window.ResizeObserver) Object.defineProperty(window, "ResizeObserver", { value: Observer });
  const copies = (/** @type {unknown} */ thing) => cloned(thing);
  if (!window.structuredClone) Object.defineProperty(window, "structuredClone", { value: copies });
  keepStorage("localStorage");
  keepStorage("sessionStorage");
  sayWhatLacks();
})();
