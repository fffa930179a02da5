// The fetch queue: which resources are wanted, in which order, how often a slow one is asked for again.
//
// A resource answers 200 with its bytes, 202 with its place in the queue (asked again; each asking renews the
// lease on the work), or an error. `onState` hears what a reader should be told: {kind, ...}.

const AT_ONCE = 4;
const FIRST_WAIT = 120;
const LONGEST_WAIT = 2_000; // ms between two askings of one resource, if the server says none
const TRIES_WHEN_GONE = 6; // an address that is gone is heard of at once, and refused only if no new plan comes
const RETRY_FROM = 500;
const RETRY_TO = 8_000; // ms between two tries while the server is away

export class Fetching {
  constructor({
    fetch = globalThis.fetch?.bind(globalThis),
    person = "",
    onBytes,
    onState = () => {},
    timer = (call, after) => setTimeout(call, after),
  }) {
    Object.assign(this, { fetch, person, onBytes, onState, timer });
    this.wanted = new Map(); // url -> {url, rank, chunk, tries, due, busy}
    this.running = 0;
    this.away = false;
    this.failures = 0;
    this.stopped = false;
  }

  // Say what is wanted now: [{url, rank, chunk}], the least rank first. What is no longer named is dropped,
  // and its lease ends by itself.
  want(list) {
    const named = new Map(list.map((each) => [each.url, each]));
    for (const [url, job] of this.wanted) {
      if (named.has(url) || job.busy) continue;
      this.wanted.delete(url);
    }
    for (const each of list) {
      const job = this.wanted.get(each.url);
      if (job) Object.assign(job, each);
      else this.wanted.set(each.url, { ...each, tries: 0, due: 0, busy: false });
    }
    this.named = named;
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

  // One timer, for the earliest asking that is due.
  wake(milliseconds) {
    const due = Date.now() + milliseconds;
    if (this.timed && this.timed <= due) return;
    this.timed = due;
    this.timer(
      () => {
        this.timed = null;
        this.pump();
      },
      Math.max(1, milliseconds),
    );
  }

  async ask(job) {
    job.busy = true;
    this.running += 1;
    try {
      const join = job.url.includes("?") ? "&" : "?";
      const query =
        job.chunk === undefined
          ? ""
          : `${join}at=${job.playhead ?? job.chunk}&person=${encodeURIComponent(this.person)}`;
      const answer = await this.fetch(job.url + query);
      this.back();
      if (answer.status === 200) this.take(job, await answer.arrayBuffer());
      else if (answer.status === 202) await this.later(job, answer);
      else await this.refused(job, answer);
    } catch (error) {
      this.lost(job, error);
    } finally {
      job.busy = false;
      this.running -= 1;
      if (this.named && !this.named.has(job.url)) this.wanted.delete(job.url);
      this.pump();
    }
  }

  take(job, bytes) {
    this.wanted.delete(job.url);
    this.named?.delete(job.url);
    this.onBytes(job, bytes);
  }

  async later(job, answer) {
    const told = await answer.json().catch(() => ({}));
    const wait = Math.min(LONGEST_WAIT, told.wait ?? FIRST_WAIT * 1.4 ** job.tries);
    job.tries++;
    job.due = Date.now() + wait;
    this.onState({
      kind: "queued",
      job,
      place: told.place,
      of: told.of,
      state: told.state,
      progress: told.progress,
      reason: told.reason,
      message: told.message,
    });
  }

  async refused(job, answer) {
    const told = await answer.json().catch(() => ({}));
    const passing =
      answer.status === 503 ||
      answer.status === 429 ||
      (answer.status === 410 && job.tries < TRIES_WHEN_GONE);
    if (answer.status === 410) this.onState({ kind: "gone", job });
    if (passing) {
      job.due = Date.now() + Math.min(RETRY_TO, RETRY_FROM * 2 ** job.tries++);
      return;
    }
    this.wanted.delete(job.url);
    this.onState({ kind: "refused", job, status: answer.status, message: told.error ?? `${answer.status}` });
  }

  lost(job, error) {
    if (error instanceof BadResource) {
      this.wanted.delete(job.url);
      this.onState({ kind: "refused", job, status: 200, message: error.message });
      return;
    }
    this.failures += 1;
    job.due = Date.now() + Math.min(RETRY_TO, RETRY_FROM * 2 ** Math.min(5, this.failures - 1));
    if (!this.away) {
      this.away = true;
      this.onState({ kind: "lost", message: String(error?.message ?? error) });
    }
  }

  back() {
    this.failures = 0;
    if (!this.away) return;
    this.away = false;
    for (const job of this.wanted.values()) job.due = 0;
    this.onState({ kind: "back" });
  }
}

// Bytes that came but cannot be read: asking again would not help.
export class BadResource extends Error {}
