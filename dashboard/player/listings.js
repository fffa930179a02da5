// The maps as lists, for whoever cannot or would rather not see them: open calls, officers by duty, what to
// inspect.

import { phaseOf, waitOf } from "./call_records.js";
import { SIDES } from "./recording.js";

/** @import { CallRecord, ChoiceGroup, Listing, OpenCall, Sides } from "./types.js" */
/** @import { Formatter } from "./format.js" */
/** @import { MapView } from "./map_view.js" */
/** @import { Recording } from "./recording.js" */

const LONGEST = 40; // rows
const OPEN = ["waiting", "coming", "attended"];
const ON_A_CALL = [5, 6]; // duties: driving to it, and there

/**
 * @param {Recording} recording
 * @param {number} t
 * @param {Formatter} formatter
 * @param {Sides<MapView>} views
 * @returns {Listing}
 */
export function listing(recording, t, formatter, views) {
  return { calls: openCalls(recording, t, formatter, views), duties: byDuty(views, formatter) };
}

/**
 * Calls open in either world, the longest wait first.
 * @param {Recording} recording
 * @param {number} t
 * @param {Formatter} formatter
 * @param {Sides<MapView>} views
 */
function openCalls(recording, t, formatter, views) {
  /** @type {Map<number, OpenCall>} */
  const rows = new Map();
  for (const side of SIDES) {
    for (const call of recording.calls(side, t, 0)) {
      const phase = phaseOf(call, t);
      if (call.onPatrol || !OPEN.includes(phase)) continue;
      const row = rows.get(call.id) ?? emptyRow(call, views[side], formatter);
      rows.set(call.id, row);
      const wait = waitOf(call, t);
      const minutes = formatter.minutes(wait);
      row[side] = formatter.hidden ? "?" : formatter.text(`table_${phase}`, { minutes });
      if (!formatter.hidden && phase !== "attended") row.wait = Math.max(row.wait, wait);
    }
  }
  return [...rows.values()].sort((a, b) => b.wait - a.wait).slice(0, LONGEST);
}

/**
 * @param {CallRecord} call
 * @param {MapView} view
 * @param {Formatter} formatter
 * @returns {OpenCall}
 */
function emptyRow(call, view, formatter) {
  const kind = formatter.label("kinds", view.kindName(call));
  return { id: call.id, kind, place: view.townshipName(call.township), left: "–", right: "–", wait: 0 };
}

/**
 * @param {Sides<MapView>} views
 * @param {Formatter} formatter
 */
function byDuty(views, formatter) {
  const { duties } = views.left.head;
  const left = countByDuty(views.left, duties.length);
  const right = countByDuty(views.right, duties.length);
  return duties
    .map((duty, i) => ({ duty, label: formatter.label("duties", duty), left: left[i], right: right[i] }))
    .filter((row) => row.left || row.right);
}

/**
 * @param {MapView} view
 * @param {number} duties
 */
function countByDuty({ officers }, duties) {
  const count = Array.from({ length: duties }, () => 0);
  for (let row = 0; row < officers.rows; row++) {
    if (officers.staff.serving?.[row] !== 0) count[officers.duty[row]] += 1;
  }
  return count;
}

/**
 * What can be inspected without a pointer; a value is "kind id side".
 * @param {Recording} recording
 * @param {number} t
 * @param {Formatter} formatter
 * @param {Sides<MapView>} views
 * @returns {ChoiceGroup[]}
 */
export function choices(recording, t, formatter, views) {
  const calls = openCalls(recording, t, formatter, views);
  const groups = [
    {
      label: formatter.text("open_calls"),
      items: calls.map(({ id, place, kind }) => ({ value: `call ${id} left`, label: `${place}, ${kind}` })),
    },
    ...SIDES.map((side) => busyOfficers(views[side], formatter)),
    ...placeChoices(views.left, formatter),
    ...SIDES.map((side) => townshipChoices(views[side], formatter)),
  ];
  return groups.filter((group) => group.items.length);
}

/**
 * @param {MapView} view
 * @param {Formatter} formatter
 * @returns {ChoiceGroup}
 */
function busyOfficers(view, formatter) {
  const { officers, side } = view;
  const { corps } = view.head;
  const rows = [...officers.duty.subarray(0, officers.rows).keys()];
  const busy = rows.filter((row) => ON_A_CALL.includes(officers.duty[row]));
  const items = busy.map((row) => {
    const name = formatter.label("corps", corps[officers.staff.corps[row]]);
    const home = view.townshipName(officers.staff.township[row]);
    return { value: `officer ${row} ${side}`, label: `${name}, ${home}` };
  });
  return { label: `${formatter.text("officers_on_calls")}, ${formatter.text(side)}`, items };
}

/**
 * Stations and junction posts: they stand at the same places in both worlds.
 * @param {MapView} view
 * @param {Formatter} formatter
 * @returns {ChoiceGroup[]}
 */
function placeChoices(view, formatter) {
  const { sites, posts } = view.head.tables;
  const stations = [...sites.township].map((township, row) => ({
    value: `station ${row} left`,
    label: view.townshipName(township),
  }));
  const junctions = [...posts.township].map((township, row) => ({
    value: `post ${row} left`,
    label: view.townshipName(township),
  }));
  return [
    { label: formatter.text("stations"), items: stations },
    { label: formatter.text("posts"), items: junctions },
  ];
}

/**
 * @param {MapView} view
 * @param {Formatter} formatter
 * @returns {ChoiceGroup}
 */
function townshipChoices(view, formatter) {
  const { side } = view;
  const rows = [...view.head.townships.keys()];
  return {
    label: `${formatter.text("townships")}, ${formatter.text(side)}`,
    items: rows.map((row) => ({ value: `township ${row} ${side}`, label: view.townshipName(row) })),
  };
}
