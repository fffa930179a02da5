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
        id: call.id,
        kind: teller.label("kinds", view.kindName(call)),
        place: view.townshipName(call.township),
        left: "–",
        right: "–",
        wait: 0,
      };
      const minutes = waited(call, t);
      row[side] = teller.hidden ? "?" : teller.say(`table_${state}`, { minutes: teller.minutes(minutes) });
      if (!teller.hidden && state !== "attended") row.wait = Math.max(row.wait, minutes);
      rows.set(call.id, row);
    }
  }
  return [...rows.values()].sort((a, b) => b.wait - a.wait).slice(0, MOST);
}

function byDuty(views, teller) {
  const { duties } = views.left.head;
  const counts = SIDES.map((side) => {
    const count = new Array(duties.length).fill(0);
    const { officers } = views[side];
    for (let row = 0; row < officers.rows; row++)
      count[officers.duty[row]] += officers.staff.serving?.[row] === 0 ? 0 : 1;
    return count;
  });
  return duties
    .map((duty, i) => ({
      duty,
      label: teller.label("duties", duty),
      left: counts[0][i],
      right: counts[1][i],
    }))
    .filter((row) => row.left || row.right);
}

const ON_A_CALL = new Set([5, 6]);

// What can be looked at without a pointer: [{label, items: [{value: "kind id side", label}]}].
export function choices(tape, t, teller, views) {
  const groups = [
    {
      label: teller.say("open_calls"),
      items: openCalls(tape, t, teller, views).map((call) => ({
        value: `call ${call.id} left`,
        label: `${call.place}, ${call.kind}`,
      })),
    },
  ];
  for (const side of SIDES) {
    const { officers, head } = views[side];
    const busy = [];
    for (let row = 0; row < officers.rows; row++) {
      if (!ON_A_CALL.has(officers.duty[row])) continue;
      const corps = teller.label("corps", head.corps[officers.staff.corps[row]]);
      const home = views[side].townshipName(officers.staff.township[row]);
      busy.push({ value: `officer ${row} ${side}`, label: `${corps}, ${home}` });
    }
    groups.push({ label: `${teller.say("officers_on_calls")}, ${teller.say(side)}`, items: busy });
  }
  const { sites, posts } = views.left.head.tables;
  const placed = (kind, table) =>
    Array.from({ length: table.rows }, (_, row) => ({
      value: `${kind} ${row} left`,
      label: views.left.townshipName(table.township[row]),
    }));
  groups.push(
    { label: teller.say("stations"), items: placed("station", sites) },
    { label: teller.say("posts"), items: placed("post", posts) },
  );
  for (const side of SIDES) {
    const items = views[side].head.townships.map((_, row) => ({
      value: `township ${row} ${side}`,
      label: views[side].townshipName(row),
    }));
    groups.push({ label: `${teller.say("townships")}, ${teller.say(side)}`, items });
  }
  return groups.filter((group) => group.items.length);
}
