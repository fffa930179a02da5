// What the server has not acknowledged is kept, numbered, and told again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Unsent, unsentOf } from "../../../dashboard/player/unsent.js";

class Storage {
  constructor() {
    this.kept = new Map();
  }
  getItem(key) {
    return this.kept.get(key) ?? null;
  }
  setItem(key, value) {
    this.kept.set(key, value);
  }
  removeItem(key) {
    this.kept.delete(key);
  }
}

const MOVE = { name: "urbanization", value: 0.9, minute: 600 };

test("a move that was not acknowledged is told again after a restart, until it is", () => {
  const storage = new Storage();
  new Unsent(storage, 3).keep("lever", MOVE, "zigui");
  for (const said of ["paused", "playing"]) {
    storage.setItem("jiaosuo.back", said); // and again, where the server went before it had read it
    const after = new Unsent(storage);
    assert.deepEqual(after.numbered("zigui"), [{ name: "lever", data: MOVE, number: 1 }]);
    assert.equal(after.back, 1);
    assert.equal(after.paused, said === "paused");
  }
  storage.setItem("jiaosuo.back", "paused");
  new Unsent(storage).acknowledge(1);
  storage.setItem("jiaosuo.back", "paused");
  assert.deepEqual(new Unsent(storage).numbered(), []);
});

test("nothing is told again after a reload by hand, nor after a restart that follows", () => {
  const storage = new Storage();
  new Unsent(storage).keep("lever", MOVE);
  assert.deepEqual(new Unsent(storage).numbered(), []);
  storage.setItem("jiaosuo.back", "playing");
  assert.deepEqual(new Unsent(storage).numbered(), []);
});

test("numbers go on from what is acknowledged", () => {
  const unsent = new Unsent(new Storage(), 2);
  assert.equal(unsent.keep("lever", MOVE).number, 3);
  assert.equal(unsent.keep("undo", {}).number, 4);
  unsent.acknowledge(3);
  assert.deepEqual(unsent.numbered(), [{ name: "undo", data: {}, number: 4 }]);
  unsent.acknowledge(0); // a server that counts anew
  assert.deepEqual(unsent.numbered(), [{ name: "undo", data: {}, number: 1 }]);
});

test("a change made in another place is counted, and does nothing", () => {
  const unsent = new Unsent(new Storage());
  unsent.keep("lever", MOVE, "zigui");
  unsent.keep("undo", {}, "qidong");
  assert.deepEqual(unsent.numbered("qidong"), [
    { name: "inspect", data: null, number: 1 },
    { name: "undo", data: {}, number: 2 },
  ]);
});

test("a server that is slow is asked less and less often, and one that answers as before", () => {
  const unsent = new Unsent(new Storage());
  const first = unsent.wait();
  assert.equal(unsent.wait(), 2 * first);
  for (let times = 0; times < 20; times += 1) unsent.wait();
  assert.equal(unsent.wait(), 60_000);
  unsent.acknowledge(1);
  assert.equal(unsent.wait(), first);
});

test("a browser that keeps nothing tells until it is acknowledged, and goes on", () => {
  const unsent = new Unsent(null);
  unsent.keep("lever", MOVE);
  assert.equal(unsent.numbered().length, 1);
  unsent.acknowledge(1);
  assert.deepEqual(unsent.numbered(), []);
});

test("a player that comes again knows what the one before it told", () => {
  unsentOf("one", 0).keep("lever", MOVE);
  assert.equal(unsentOf("one", 0).all.length, 1);
  assert.equal(unsentOf("one", 1).all.length, 0);
  assert.equal(unsentOf("another", 0).all.length, 0);
});

test("what another program left in the tab is not told", () => {
  const storage = new Storage();
  for (const left of ["{}", "no table", '[null, 3, {"name": 4}]']) {
    storage.setItem("jiaosuo.unsent", left);
    storage.setItem("jiaosuo.back", "playing");
    assert.deepEqual(new Unsent(storage).numbered(), []);
  }
});
