// What the server has not heard is kept, and told again once, after a restart only.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Unsent } from "../../../dashboard/player/unsent.js";

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

test("a move that was not heard is told again after a restart, once", () => {
  const storage = new Storage();
  new Unsent(storage).keep("lever", MOVE);
  storage.setItem("jiaosuo.back", "paused");
  const after = new Unsent(storage);
  assert.deepEqual(after.takeBack(), [{ name: "lever", data: MOVE }]);
  assert.equal(after.paused, true);
  assert.deepEqual(after.takeBack(), []);
});

test("what was heard is not told again, nor anything after a reload by hand", () => {
  const storage = new Storage();
  const unsent = new Unsent(storage);
  unsent.keep("lever", MOVE);
  assert.deepEqual(new Unsent(storage).takeBack(), []);
  unsent.keep("lever", MOVE);
  unsent.heard();
  storage.setItem("jiaosuo.back", "playing");
  assert.deepEqual(new Unsent(storage).takeBack(), []);
});

test("a browser that keeps nothing goes on", () => {
  const unsent = new Unsent(null);
  unsent.keep("lever", MOVE);
  assert.deepEqual(unsent.takeBack(), []);
});
