// The fetch queue: which resources should be fetched, in which order, how often a slow one is asked for
// again.
//
// A resource answers 200 with its bytes, 202 with its place in the server's queue (asked again; each asking
// renews the lease on the work), or an error.

/** @import { Fetch, FetchEvent, Job, NotYet, Request } from "./types.js" */

/** @typedef {Awaited<ReturnType<Fetch>>} Answer */

const AT_ONCE = 4;
const FIRST_WAIT = 120; // ms between two askings of one resource, where the server says none
const LONGEST_WAIT = 2_000;
const TRIES_WHEN_GONE = 6; // a gone address is reported at once, and refused only if no new plan comes
const RETRY_FROM = 500; // ms between two tries while the server is away
const RETRY_TO = 8_000;

/**
 * What went wrong, in the language of the page.
 * @param {{ error?: string, error_zh?: string }} reply
 */
function inLanguage(reply) {
  const chinese = globalThis.document?.documentElement?.lang?.startsWith("zh");
  return (chinese && reply.error_zh) || reply.error;
}

export class FetchQueue {
  /**
   * @param {object} options
   * @param {Fetch} [options.fetch]
   * @param {string} [options.person] whose request it is: the server shares its work out by persons
   * @param {(job: Job, bytes: ArrayBuffer) => void} options.onBytes
   * @param {(event: FetchEvent) => void} [options.onEvent] what a reader should be told
   * @param {(call: () => void, milliseconds: number) => void} [options.timer]
   */
  constructor({
    fetch = (url) => globalThis.fetch(url),
    person = "",
    onBytes,
    onEvent = () => {},
    timer = (call, milliseconds) => setTimeout(call, milliseconds),
  }) {
    this.fetch = fetch;
    this.person = person;
    this.onBytes = onBytes;
    this.onEvent = onEvent;
    this.timer = timer;
    /** @type {Map<string, Job>} */
    this.wanted = new Map();
    /** @type {Set<string>} the addresses named last; what is under way may no longer be among them */
    this.named = new Set();
    this.running = 0;
    this.away = false;
    this.failures = 0;
    this.stopped = false;
    /** When the next look at the queue is due, in ms since 1970. */
    this.timed = 0;
  }

  /**
   * Say what is wanted now. What is no longer named is dropped, and its lease ends by itself.
   * @param {Request[]} requests
   */
  want(requests) {
    this.named = new Set(requests.map((each) => each.url));
    for (const [url, job] of this.wanted) if (!this.named.has(url) && !job.busy) this.wanted.delete(url);
    for (const each of requests) {
      const job = this.wanted.get(each.url);
      if (job) Object.assign(job, each);
      else this.wanted.set(each.url, { ...each, tries: 0, due: 0, busy: false });
    }
    this.pump();
  }

  stop() {
    this.stopped = true;
    this.wanted.clear();
  }

  pump() {
    if (this.stopped) return;
    const now = Date.now();
    const limit = this.away ? 1 : AT_ONCE;
    const ready = [...this.wanted.values()].filter((job) => !job.busy).sort((a, b) => a.rank - b.rank);
    let next = Infinity;
    for (const job of ready) {
      if (this.running >= limit) break;
      if (job.due <= now) this.ask(job);
      else next = Math.min(next, job.due);
    }
    if (next < Infinity && this.running < limit) this.wake(next - now);
  }

  /**
   * One timer, for the earliest asking that is due.
   * @param {number} milliseconds
   */
  wake(milliseconds) {
    const due = Date.now() + milliseconds;
    if (this.timed && this.timed <= due) return;
    this.timed = due;
    const look = () => {
      this.timed = 0;
      this.pump();
    };
    this.timer(look, Math.max(1, milliseconds));
  }

  /** @param {Job} job */
  async ask(job) {
    job.busy = true;
    this.running += 1;
    try {
      const answer = await this.fetch(this.addressOf(job));
      this.back();
      if (answer.status === 200) this.take(job, await answer.arrayBuffer());
      else if (answer.status === 202) await this.later(job, answer);
      else await this.refuse(job, answer);
    } catch (error) {
      this.fail(job, error);
    } finally {
      job.busy = false;
      this.running -= 1;
      if (!this.named.has(job.url)) this.wanted.delete(job.url);
      this.pump();
    }
  }

  /** @param {Job} job */
  addressOf(job) {
    const join = job.url.includes("?") ? "&" : "?";
    const person = encodeURIComponent(this.person);
    return `${job.url}${join}at=${job.playhead}&person=${person}`;
  }

  /**
   * @param {Job} job
   * @param {ArrayBuffer} bytes
   */
  take(job, bytes) {
    this.wanted.delete(job.url);
    this.named.delete(job.url);
    this.onBytes(job, bytes);
  }

  /**
   * @param {Job} job
   * @param {Answer} answer
   */
  async later(job, answer) {
    /** @type {NotYet} */
    const { wait, ...reply } = await answer.json().catch(() => ({}));
    const pause = Math.min(LONGEST_WAIT, wait ?? FIRST_WAIT * 1.4 ** job.tries);
    job.tries += 1;
    job.due = Date.now() + pause;
    this.onEvent({ ...reply, kind: "queued", job });
  }

  /**
   * @param {Job} job
   * @param {Answer} answer
   */
  async refuse(job, answer) {
    const { status } = answer;
    /** @type {{ error?: string, error_zh?: string }} */
    const reply = await answer.json().catch(() => ({}));
    if (status === 410) this.onEvent({ kind: "gone", job });
    if (status === 503 || status === 429 || (status === 410 && job.tries < TRIES_WHEN_GONE)) {
      job.due = Date.now() + Math.min(RETRY_TO, RETRY_FROM * 2 ** job.tries);
      job.tries += 1;
      return;
    }
    this.wanted.delete(job.url);
    this.onEvent({ kind: "refused", job, status, message: inLanguage(reply) ?? `${status}` });
  }

  /**
   * @param {Job} job
   * @param {unknown} error
   */
  fail(job, error) {
    if (error instanceof BadResource) {
      this.wanted.delete(job.url);
      this.onEvent({ kind: "refused", job, status: 200, message: error.message });
      return;
    }
    this.failures += 1;
    job.due = Date.now() + Math.min(RETRY_TO, RETRY_FROM * 2 ** Math.min(5, this.failures - 1));
    if (this.away) return;
    this.away = true;
    this.onEvent({ kind: "lost", message: error instanceof Error ? error.message : String(error) });
  }

  back() {
    this.failures = 0;
    if (!this.away) return;
    this.away = false;
    for (const job of this.wanted.values()) job.due = 0;
    this.onEvent({ kind: "back" });
  }
}

/** Bytes that came but cannot be read: asking again would not help. */
export class BadResource extends Error {}
