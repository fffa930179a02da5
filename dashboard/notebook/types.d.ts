// What a notebook gives a widget. Only the type checker reads this file.

/** What is shared with Python. */
export interface Shared {
  minute: number;
  playing: boolean;
  speed: number;
  outcome: string;
  lang: string;
}

interface Given extends Shared {
  /** The player at rest, with its look. */
  _page: string;
  /** What its script reads, as JSON. */
  _data: string;
}

/** The model of a widget, as anywidget has it. */
export interface Model {
  get<Name extends keyof Given>(name: Name): Given[Name];
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  save_changes(): void;
  on(name: string, call: () => void): void;
  off(name: string, call: () => void): void;
}
