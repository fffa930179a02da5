// The worlds of a recording: their chunks as planned, and what arrives made ready for drawing.

import { Routes } from "./routes.js";

/** @import { Chunk, Head, HeadResource, Job, Legs, PlannedChunk, PlannedWorld } from "./types.js" */
/** @import { Scene, SceneResource, Side, World } from "./types.js" */

/**
 * @param {Side} side
 * @returns {World}
 */
export function emptyWorld(side) {
  return { side, rule: "", chunks: [], broken: false, recent: null, all: null };
}

/**
 * A world as planned; chunks with the same addresses as before stay.
 * @param {Side} side
 * @param {PlannedWorld} planned
 * @param {Chunk[]} former
 * @returns {World}
 */
export function worldOf(side, planned, former) {
  let { head } = planned;
  const chunks = planned.chunks.map((each, k) => {
    head = each.head ?? head;
    const chunk = chunkOf(each, head, former[k]);
    chunk.head = head;
    return chunk;
  });
  return { ...emptyWorld(side), rule: planned.rule, chunks };
}

/**
 * The former chunk where its addresses are the same, else an empty one.
 * @param {PlannedChunk} planned
 * @param {string} head
 * @param {Chunk | undefined} former
 * @returns {Chunk}
 */
function chunkOf({ from, to, scene, result }, head, former) {
  if (former?.urls.scene === scene && former.urls.result === result) return former;
  return {
    from,
    to,
    urls: { scene, result },
    head,
    scene: null,
    result: null,
    records: null,
    events: [],
    broken: false,
    refused: false,
  };
}

/**
 * What the server will not give is not asked for again.
 * @param {World} world
 * @param {Job} job
 */
export function markRefused(world, job) {
  const chunk = world.chunks[job.chunk];
  if (job.what === "head" && world.chunks.some((each) => each.head === job.url)) world.broken = true;
  else if (chunk?.urls.result === job.url) chunk.refused = true;
  else if (chunk?.urls.scene === job.url) chunk.broken = true;
}

/**
 * @param {HeadResource} head
 * @returns {Head}
 */
export function withRoutes(head) {
  return { ...head, routes: new Routes(head.tables.cells, head.tables.links) };
}

/**
 * @param {SceneResource} scene
 * @returns {Scene}
 */
export function withFirstLegs(scene) {
  return { ...scene, firstLeg: firstLegs(scene.tables.legs) };
}

/**
 * Where the legs of each officer begin among the rows, which are in order of officer and time.
 * @param {Legs} legs
 */
function firstLegs(legs) {
  let most = -1;
  for (let i = 0; i < legs.rows; i++) most = Math.max(most, legs.officer[i]);
  const first = new Int32Array(most + 2);
  for (let i = 0; i < legs.rows; i++) first[legs.officer[i] + 1] += 1;
  for (let i = 0; i <= most; i++) first[i + 1] += first[i];
  return first;
}

/**
 * Chunks from `here` to the end, then back to the first.
 * @param {number} here
 * @param {number} count
 */
export function* byDistance(here, count) {
  for (let k = here; k < count; k++) yield k;
  for (let k = here - 1; k >= 0; k--) yield k;
}

/**
 * What lies behind the playhead is dropped before what lies ahead.
 * @param {number} k
 * @param {number} playhead
 */
export function distanceOf(k, playhead) {
  return k >= playhead ? k - playhead : 3 * (playhead - k);
}
