// The shapes that the player's modules share. Only the type checker reads this file; no browser loads it.
// Times are minutes from the start of the run, places are rows of the table of cells, unless said otherwise.

import type { Engine } from "./engine.js";
import type { Routes } from "./routes.js";

export type Side = "left" | "right";
export type Sides<T> = Record<Side, T>;
export type Words = Record<string, string>;

// What the server sends: binary tables with a JSON header (see decode.js)

/** A typed array of one column. NaN where a value is missing. */
export interface Column extends Iterable<number> {
  readonly length: number;
  [row: number]: number;
  subarray(begin?: number, end?: number): Column;
}

export interface Table {
  rows: number;
}

export type ColumnType = "u8" | "i8" | "u16" | "i16" | "u32" | "i32" | "f32";

/** How one column lies in the bytes, and how its integers become numbers. */
export interface ColumnForm {
  type: ColumnType;
  shape: number[];
  at: number;
  delta?: boolean;
  scale?: number;
  offset0?: number;
  levels?: number[];
  missing?: number | null;
}

export interface Cells extends Table {
  x: Column;
  y: Column;
  township: Column;
  land: Column;
  /** 1 in the built-up land of towns. */
  area?: Column;
  people: Column;
}

export interface Links extends Table {
  tail: Column;
  head: Column;
  road_class: Column;
  capacity: Column;
  free_minutes: Column;
}

export interface Sites extends Table {
  cell: Column;
  township: Column;
  level: Column;
}

export interface Posts extends Table {
  cell: Column;
  township: Column;
}

/** Who the officers are: a row each. */
export interface Staff extends Table {
  corps: Column;
  township: Column;
  home_cell: Column;
  serving?: Column;
  [skill: `skill_${string}`]: Column | undefined;
}

export interface Township {
  name: string;
  label?: string;
  name_zh?: string;
  title_zh?: string;
  seat: number;
  population?: number;
  people_per_km2?: number;
  rule?: string;
}

/** A river by points in cells from its source on, and its width in cells: for drawing alone. */
export interface River {
  name: string;
  title_zh?: string;
  width: number;
  points: Point[];
}

/** An area of water by its shores in cells, that of an island after the outer one: for drawing alone. */
export interface Water {
  name: string;
  title_zh?: string;
  rings: Point[][];
}

export interface HeadResource {
  kind: "head";
  tables: { cells: Cells; links: Links; sites: Sites; posts: Posts; officers: Staff };
  grid: { width: number; height: number; cell_km: number };
  place?: { name: string };
  rivers?: River[];
  waters?: Water[];
  /** The border as the place draws it, in cells; else it follows the cells. */
  outline?: Point[];
  /** The parameters by name. */
  values?: Record<string, number>;
  townships: Township[];
  kinds: { name: string }[];
  corps: string[];
  duties: string[];
  domains?: string[];
}

/** Land, roads and names, in force until another head takes its place. */
export interface Head extends HeadResource {
  routes: Routes;
}

/** Stretches of the officers' time, in order of officer and time. */
export interface Legs extends Table {
  officer: Column;
  t0: Column;
  t1: Column;
  duty: Column;
  call: Column;
  cell0: Column;
  cell1: Column;
  /** Shares of the route from cell0 to cell1 between which the officer drives; all of it where left out. */
  start?: Column;
  upto?: Column;
}

export interface CallColumns extends Table {
  id: Column;
  kind: Column;
  domain: Column;
  priority: Column;
  area: Column;
  cell: Column;
  township: Column;
  complex: Column;
  on_patrol: Column;
  secondary?: Column;
  arose: Column;
  known: Column;
  needed?: Column;
  patience?: Column;
}

export interface PostTurns extends Table {
  post: Column;
  t0: Column;
  t1: Column;
  officer: Column;
}

/** Vehicles an hour, share of the free speed, lanes blocked: all links of a step, then of the next step. */
export interface LinkSteps extends Table {
  flow: Column;
  speed: Column;
  blocked: Column;
  step_minutes?: number;
}

/** A change that the timeline of a world itself makes. */
export interface Change {
  minute: number;
  rule?: string;
  staffing?: string;
}

export interface SceneResource {
  kind: "scene";
  from: number;
  to: number;
  step_minutes?: number;
  events?: Change[];
  tables: { legs: Legs; officers?: Staff; posts: PostTurns; links: LinkSteps; calls: CallColumns };
}

/** What happens in one chunk of a world. */
export interface Scene extends SceneResource {
  /** Where the legs of each officer begin. */
  firstLeg: Int32Array;
}

export interface EndColumns extends Table {
  id: Column;
  dispatched: Column;
  first_there: Column;
  crew_there: Column;
  closed: Column;
  state: Column;
  lead: Column;
  helper: Column;
  handling_minutes: Column;
  satisfaction: Column;
  closed_badly: Column;
  escalations: Column;
}

/** How the calls of a chunk ended, and the outcomes from the start to its end: name -> [value, n]. */
export interface Result {
  kind: "result";
  tables: { ends: EndColumns };
  running?: Record<string, [number | null, number]>;
  delay?: number | null;
}

// The plan: where every chunk of both worlds is

export interface PlannedChunk {
  from: number;
  to: number;
  scene: string;
  result: string;
  /** The head in force from this chunk on, where it is another. */
  head?: string;
}

export interface PlannedWorld {
  rule: string;
  head: string;
  chunks: PlannedChunk[];
}

export interface Plan extends Sides<PlannedWorld> {
  place?: string;
  person?: string;
  minutes: number;
  chunk_minutes: number;
}

// Fetching

export type What = "head" | "scene" | "result";

/** One resource that should be fetched: the least rank first. */
export interface Request {
  url: string;
  rank: number;
  chunk: number;
  what: What;
  /** The chunk that the reader is in: the server computes what is near it first. */
  playhead: number;
}

export interface Job extends Request {
  tries: number;
  /** When it may be asked for again, in ms since 1970. */
  due: number;
  busy: boolean;
}

/** What the server says of a resource that is not there yet. */
export interface NotYet {
  place?: number;
  of?: number;
  wait?: number;
  state?: string;
  progress?: number;
  reason?: string;
  message?: string;
}

export interface Queued extends NotYet {
  kind: "queued";
  job: Job;
}

export interface Refused {
  kind: "refused";
  job: Job;
  status: number;
  message: string;
}

export type FetchEvent =
  | Queued
  | Refused
  | { kind: "gone"; job: Job }
  | { kind: "lost"; message: string }
  | { kind: "back" };

export type RecordingEvent = FetchEvent | { kind: "arrived"; what: What; chunk: number };

/** As much of the browser's `fetch` as is used, so that tests can stand in for it. */
export type Fetch = (url: string) => Promise<Pick<Response, "status" | "arrayBuffer" | "json">>;

// The recording

/** How far a call has come; NaN where that has not happened by the end of its chunk. */
export interface CallProgress {
  dispatched: number;
  there: number;
  crew: number;
  closed: number;
  state: number;
  lead: number;
  helper: number;
  handling: number;
  satisfaction: number;
  badly: boolean;
  escalations: number;
}

/** One officer's drive to a call. */
export interface Ride {
  officer: number;
  t0: number;
  t1: number;
  from: number;
  to: number;
  start: number;
  upto: number;
}

export interface CallRecord extends CallProgress {
  id: number;
  kind: number;
  domain: number;
  priority: number;
  area: number;
  cell: number;
  township: number;
  complex: boolean;
  onPatrol: boolean;
  secondary: boolean;
  arose: number;
  known: number;
  needed: number;
  patience: number;
  rides: Ride[];
}

export type Phase = "quiet" | "waiting" | "coming" | "attended" | "done" | "gave_up";

export interface Chunk {
  from: number;
  to: number;
  urls: { scene: string; result: string };
  head: string;
  scene: Scene | null;
  result: Result | null;
  records: CallRecord[] | null;
  events: Change[];
  /** The server will not give its scene, or its result. */
  broken: boolean;
  refused: boolean;
}

/** A list of calls up to chunk k, as it was when the recording had this version. */
export interface CachedCalls {
  k: number;
  version: number;
  list: CallRecord[];
}

export interface World {
  side: Side;
  rule: string;
  chunks: Chunk[];
  broken: boolean;
  recent: CachedCalls | null;
  all: CachedCalls | null;
}

/** Where all officers are at a moment: places in cells, and the direction of those who move. */
export interface OfficerStates {
  rows: number;
  staff: Staff;
  x: Float64Array;
  y: Float64Array;
  dx: Float64Array;
  dy: Float64Array;
  call: Float64Array;
  duty: Uint8Array;
}

export interface Spot {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

/** A route along the roads, and the share of its time at which each cell is reached. */
export interface Route {
  cells: number[];
  at: number[];
}

/** The roads at a moment; `step` names the stretch. */
export interface RoadStates {
  step: string;
  flow: Column;
  speed: Column;
  blocked: Column;
}

export interface Measured {
  value: number | null;
  n: number;
}

export interface MeasuredAt extends Measured {
  at: number;
}

// What the page sets

export interface Outcome {
  name: string;
  label: string;
  unit: string;
  scale?: number;
  decimals?: number;
  better: "less" | "more" | "neither";
}

export interface Mark {
  minute: number;
  label: string;
}

export interface Settings {
  /** Minutes of the run a second. */
  speed: number;
  /** The name of the outcome looked at. */
  focus: string | null;
  outcome: Outcome | null;
  /** A class is still to predict: no wait and no outcome is shown. */
  hidden: boolean;
  /** Whether the maps are wanted as a table, and the list of what can be inspected. */
  table: boolean;
  choices: boolean;
  marks: Mark[];
  sides: Partial<Sides<{ name: string }>>;
  /** What stands at the foot of a chart that is saved. */
  cite: string[];
}

/** Names in the reader's language: group -> name -> label. */
export type Labels = Record<string, Record<string, string>>;

export type Colours = Record<string, string>;

export type Texts = Record<string, string | number>;

// What the page shows

export type Kind = "officer" | "call" | "post" | "station" | "road" | "township";

/** A thing on a map that can be inspected. */
export interface Thing {
  kind: Kind;
  id: number;
  side: Side;
}

/** One world's course of a call. */
export interface Life {
  text: string;
  steps: { name: string; label: string; minute: number }[];
  phase?: Phase;
  until?: number;
}

/** All that is known about a thing, in words. */
export interface Description {
  title: string;
  facts: [string, string][];
  corps?: string;
  lives?: ({ side: Side } & Life)[];
  strip?: { begin: number; stretches: { from: number; to: number; duty: string }[] };
  lines?: { minute: number; flow: number; speed: number }[];
  township?: { name: string; rule: string };
}

/** The same event in both worlds. */
export interface Pair {
  id: number;
  left: CallRecord | null;
  right: CallRecord | null;
}

export interface Sentence {
  id: number;
  cell: number;
  urgent: boolean;
  text: string;
}

export interface OpenCall {
  id: number;
  kind: string;
  place: string;
  left: string;
  right: string;
  wait: number;
}

export interface Listing {
  calls: OpenCall[];
  duties: { duty: string; label: string; left: number; right: number }[];
}

export interface ChoiceGroup {
  label: string;
  items: { value: string; label: string }[];
}

export interface Score {
  left: string;
  right: string;
  n: [number, number];
  apart: number | null;
  difference: string;
  better: "" | Side;
  asOf: number;
}

export interface Clock extends Texts {
  day: number;
  time: string;
}

export type Status =
  | { kind: "lost" }
  | { kind: "back"; until: number }
  | { kind: "refused"; message: string }
  | { kind: "broken" };

/** All that the page around the maps shows, made a few times a second. */
export interface Snapshot {
  t: number;
  minutes: number;
  clock: Clock;
  playing: boolean;
  ready: boolean;
  shown: boolean;
  waiting: boolean;
  computed: [number, number][];
  sentence: Sentence | null;
  score: Score | null;
  status: Status | null;
  queue: (Queued & { at: number }) | null;
  about: (Thing & Description) | null;
  table: Listing | null;
  choices: ChoiceGroup[] | null;
  rules: string[];
  changes: (Change & { side: Side })[];
  frames: number;
}

/** What the page hears from the engine. */
export interface Listeners {
  onSnapshot: (snapshot: Snapshot) => void;
  onPlay?: (state: { playing: boolean; minute: number; speed: number }) => void;
  onGone?: () => void;
}

/** The page that shows an engine's maps. */
export interface Host extends Listeners {
  root: HTMLElement;
  person: string;
  canvases: Sides<Canvases>;
  /** The element whose size both maps have. */
  box: HTMLElement;
}

// Drawing

/** A road between two cells, both directions: its links, and its class. */
export interface Edge {
  a: number;
  b: number;
  road: number;
  links: number[];
  blocked: boolean;
}

/** A building: its middle and its side in cells, and how much it is in the middle of a town, 0 to 1. */
export interface House {
  x: number;
  y: number;
  side: number;
  dense: number;
}

/** How dark it is and how low the sun of a rush hour stands, both 0 to 1. */
export interface Light {
  night: number;
  sun: number;
}

/** A way to write a name: how wide and high it is, in pixels. */
export interface NameForm {
  size: Point;
}

/** A name as it stands on the map: its lines, and the box around them in pixels. */
export interface WrittenName {
  lines: { text: string; font: string }[];
  box: Box;
}

/** How an officer is drawn: at work, free, or at a desk. */
export type Look = "busy" | "ready" | "off";

/** Officers of one corps who wait together: the first of them, how many, and where the sign stands in pixels. */
export interface Sign {
  corps: number;
  look: Look;
  row: number;
  count: number;
  px: number;
  py: number;
}

export interface Gathering {
  box: Box;
  signs: Sign[];
}

/** One officer, in pixels. */
export interface Single {
  row: number;
  px: number;
  py: number;
}

/** All officers on duty that the camera sees. */
export interface Standing {
  gatherings: Gathering[];
  singles: Single[];
}

/** Open calls that share a ring, the longest open first. */
export interface GatheredCalls {
  px: number;
  py: number;
  calls: CallRecord[];
}

/** Minutes of a wait, with the age of the call from 0 to 1; or a count of calls, with an age below 0. */
export interface WaitNumber {
  text: string;
  px: number;
  py: number;
  age: number;
  strength: number;
}

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export type Point = [number, number];
export type Segment = [number, number, number, number];
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
export type HiddenCanvas = HTMLCanvasElement | OffscreenCanvas;
export type Canvases = [HTMLCanvasElement, HTMLCanvasElement];

/** How both maps are drawn in this frame. */
export interface FrameOptions {
  /** How far the dots of traffic have come, in links at free speed. */
  flowPhase: number;
  /** Minutes for which an answered call is still seen. */
  echo: number;
  still: boolean;
  hidden: boolean;
  groundToo: boolean;
}

/** What moves, at a moment. */
export interface Moment extends Omit<FrameOptions, "groundToo"> {
  t: number;
  roads: RoadStates;
  officers: OfficerStates;
  standing: Standing;
  calls: CallRecord[];
  /** Who holds each post; NaN: nobody. */
  holders: Float64Array;
  /** Boxes of names in pixels: no number is written over them. */
  nameBoxes: Box[];
  drawNames: (context: Context) => void;
}

// The curve: the outcome looked at over the lever in hand

export interface Estimated {
  mean: number;
  low: number;
  high: number;
}

/** A value and its 95 % band at each point of a lever. */
export interface Band {
  mean: number[];
  low: number[];
  high: number[];
}

export interface CurveRule {
  name: string;
  label: string;
  side: Side | "";
}

/** The curves of the rules over one lever, those that are known; `difference` is right less left. */
export interface CurveLever {
  at: number[];
  mean: Record<string, number[]>;
  low: Record<string, number[]>;
  high: Record<string, number[]>;
  difference: Band | null;
  crossing: { at: number; low: number; high: number } | null;
  sentence: string;
}

/** The difference over two levers: rows by y, columns by x; `sure`: its sign where the band leaves 0 out. */
export interface Plane {
  x: string;
  y: string;
  at_x: number[];
  at_y: number[];
  difference: number[][];
  sure: (-1 | 0 | 1)[][];
}

export interface Curve {
  state: "ready" | "making" | "none";
  n: number;
  of: number;
  coverage: number | null;
  held_out: number;
  note: string;
  outcome: { name: string; label: string; unit: string; better: Outcome["better"] };
  rules: CurveRule[];
  levers: Record<string, CurveLever>;
  plane: Plane | null;
}

export type RuleReading = CurveRule & Estimated;

/** What a curve says at a value of its lever; `sign` of the difference where its band leaves 0 out. */
export interface CurveReading {
  x: number;
  rules: RuleReading[];
  difference: Estimated | null;
  sign: -1 | 0 | 1;
}

/** A mean over the worlds so far; one world has no interval. */
export interface Settled {
  mean: number;
  low: number | null;
  high: number | null;
}

export interface Proof extends Sides<Settled> {
  n: number;
  of: number;
  difference: Settled;
  worlds: [number, number][];
}

/** A lever as its slider shows it. */
export interface Lever {
  name: string;
  label: string;
  unit: string;
  scale?: number;
  decimals?: number;
  low: number;
  high: number;
  step: number;
  value: number;
  value_left?: number;
  value_right?: number;
  default: number;
}

/** Worlds seen at a value of the lever in hand. */
export interface ProofAt {
  x: number;
  proof: Proof;
}

/** By how much later (less: sooner) so many calls of a township are answered on the right. */
export interface TownshipMinutes {
  township: number;
  n: number;
  minutes: number;
}

/** All that the chart of one lever shows, but for where the lever stands. */
export interface CurveScene {
  curve: Curve | null;
  lever: Lever;
  outcome: Outcome;
  proof: ProofAt | null;
  trail: ProofAt[];
  ghost: CurveReading | null;
  lang: string;
  words: Words;
}

// Charts: as much of Vega's view as is used

export type ChartRow = Record<string, string | number>;

export interface VegaView {
  data(name: string, rows: object[]): VegaView;
  signal(name: string): unknown;
  signal(name: string, value: unknown): VegaView;
  background(colour: string): VegaView;
  resize(): VegaView;
  runAsync(): Promise<VegaView>;
  toSVG(): Promise<string>;
  toCanvas(scale: number): Promise<HTMLCanvasElement>;
}

export interface Embedded {
  view: VegaView;
  finalize(): void;
}

export interface VegaSpec {
  usermeta?: { title?: string; about?: string };
}

// Films of a span of the run

/** A film as it can be made here: `how` says by what, `codec` of which kind its pictures are. */
export interface FilmFormat {
  name: "mp4" | "webm" | "gif";
  how: "encoder" | "recorder" | "server";
  codec: string;
  /** Pictures a second. */
  fps: number;
  label: string;
}

/** From when on, and for how many hours of the run. */
export interface FilmAsked {
  day: number;
  time: string;
  hours: number;
}

/** Hours of the run. */
export interface FilmBounds {
  least: number;
  usual: number;
  most: number;
}

/** Pictures of a film, the minutes of the run between two, and the seconds for which one stands. */
export interface FilmSteps {
  count: number;
  minutes: number;
  shown: number;
}

export interface FilmProgress {
  done: number;
  of: number;
  /** Whether a stretch of the run is not here yet. */
  waits: boolean;
}

/** What is written around the maps, and how wide the whole is in pixels. */
export interface FilmLook {
  width: number;
  line: string;
  names: Sides<string>;
}

/** What a film tells of itself, as the page or the file has it. */
export interface FilmAbout {
  /** What stands below the maps. */
  line: string;
  /** How the file's name begins. */
  name: string;
}

export interface FilmWish extends FilmAbout {
  asked: FilmAsked;
  format: FilmFormat;
  names: Sides<string>;
  lang: string;
  onProgress: (progress: FilmProgress) => void;
  signal: AbortSignal;
}

export interface FilmMade extends FilmSteps {
  blob: Blob;
  name: string;
}

/** How far a film is, in words. */
export interface FilmState {
  phase: "idle" | "making" | "made" | "failed";
  text: string;
  done: number;
  of: number;
}

/** What takes the pictures of a film one after the other. */
export interface FilmWriter {
  add(): Promise<void>;
  /** The next picture is not here yet. */
  hold(): void;
  finish(signal?: AbortSignal): Promise<Blob>;
  /** Nothing more is wanted of it. */
  stop(): void;
}

/** One encoded picture of a video; `key`: it needs no other. */
export interface Pictured {
  bytes: Uint8Array<ArrayBuffer>;
  key: boolean;
}

/** All pictures of a video. */
export interface Track {
  codec: string;
  fps: number;
  width: number;
  height: number;
  description?: Uint8Array<ArrayBuffer>;
}

// What stands in the page before the player comes

export interface PreviewData {
  plan: Plan | null;
  words: Words;
  lang: string;
  rules: { name: string; label: string }[];
  outcome: Outcome | null;
  sides: Settings["sides"];
  speed: number;
  start: number;
}

export interface Preview {
  engine: Engine | null;
  /** Run the scripts that were put off. */
  begin(): Promise<void>;
  /** Fetch the files that those scripts will need. */
  fetchAhead(): void;
  /** Remove the preview from the page. */
  leave(): void;
}

declare global {
  var preview: Preview | undefined;
  /** Solara's own, once its scripts run. */
  var solara: { debug?: { connectionStatus?: string | (() => string) } } | undefined;
  var vegaEmbed: ((place: HTMLElement, spec: VegaSpec, options: object) => Promise<Embedded>) | undefined;
}
