// What one file holds for its script. Only the type checker reads this file.

import type { FilmAbout, Outcome, Plan, Side, Sides, Snapshot, Words } from "../player/types.js";

/** What all worlds say of one outcome. */
export interface Verdict {
  text: string;
  interval: string;
  better: "" | Side;
}

/** All that is said in one language. */
export interface Spoken {
  /** The language's tag in HTML. */
  tag: string;
  title: string;
  words: Words;
  /** What the two worlds are called. */
  names: Sides<string>;
  /** Labels of rules by name. */
  rules: Record<string, string>;
  /** What a film says of itself. */
  film: FilmAbout;
  outcomes: Outcome[];
  /** By the outcome's name. */
  verdicts: Record<string, Verdict>;
}

export interface SentData {
  /** The language it opens in. */
  lang: string;
  languages: Record<string, Spoken>;
  focus: string;
  speed: number;
  plan: Plan;
  /** Resources of the recording by address: gzip in base64. */
  tapes: Record<string, string>;
}

/** Who else is told what is shown and said. */
export interface Heard {
  onSnapshot?: (snapshot: Snapshot) => void;
  onSpoken?: (spoken: Spoken) => void;
}
