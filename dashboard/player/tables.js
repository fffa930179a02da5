// The maps as a table, for whoever cannot or would rather not see them: open calls, and officers by duty.

import { phase, waited } from "./ledger.js";
import { SIDES } from "./tape.js";

const MOST = 40;

export function listed(tape, t, teller, views) {
  return { calls: openCalls(tape, t, teller, views), duties: byDuty(views, teller) };
}

// Calls open in either world, the longest wait first: [{id, kind, place, left, right}], each side told in words.
function openCalls(tape, t, teller, views) {
  const rows = new Map();
  for (const side of SIDES) {
    const view = views[side];
    for (const call of tape.calls(side, t, 0)) {
      const state = phase(call, t);
      if (call.onPatrol || !["waiting", "coming", "attended"].includes(state)) continue;
      const row = rows.get(call.id) ?? {
        id: call.id, kind: teller.label("kinds", view.kindName(call)), place: view.townshipName(call.township), left: "–", right: "–", wait: 0,
      };
      const minutes = waited(call, t);
      row[side] = teller.say(`table_${state}`, { minutes: teller.minutes(minutes) });
      if (state !== "attended") row.wait = Math.max(row.wait, minutes);
      rows.set(call.id, row);
    }
  }
  return [...rows.values()].sort((a, b) => b.wait - a.wait).slice(0, MOST);
}

function byDuty(views, teller) {
  const { duties } = views.left.head, counts = SIDES.map((side) => {
    const count = new Array(duties.length).fill(0), { officers } = views[side];
    for (let row = 0; row < officers.rows; row++) count[officers.duty[row]] += officers.staff.serving?.[row] === 0 ? 0 : 1;
    return count;
  });
  return duties.map((duty, i) => ({ duty, label: teller.label("duties", duty), left: counts[0][i], right: counts[1][i] })).filter((row) => row.left || row.right);
}
