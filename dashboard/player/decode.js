// A binary resource of the recording: `u32 header length | header JSON | columns`, all little endian.

/** @import { Column, ColumnForm, HeadResource, Result, SceneResource } from "./types.js" */

const ARRAYS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
};

/** @typedef {InstanceType<(typeof ARRAYS)[keyof typeof ARRAYS]>} Raw */
/** @typedef {{ rows: number, columns: Record<string, ColumnForm> }} PackedTable */
/** @typedef {{ tables?: Record<string, PackedTable> }} Header */
/** @typedef {Record<string, number | Column>} DecodedTable */

/**
 * The header, with `tables[name]` as {rows, column: typed array, ...}.
 *
 * Numbers come out as Float64Array where they have a scale, offset or gaps (NaN: missing): an id may be an
 * offset of ten digits and one byte. Only one-byte columns without an offset (the many links) come as
 * Float32Array. Of which kind a resource is, its address says: that is taken on trust here.
 * @template {HeadResource | SceneResource | Result} T
 * @param {ArrayBuffer} buffer
 * @returns {T}
 */
export function decode(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  /** @type {Header} */
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  /** @type {Record<string, DecodedTable>} */
  const tables = {};
  for (const [name, { columns, ...about }] of Object.entries(header.tables ?? {})) {
    /** @type {DecodedTable} */
    const table = about;
    for (const [column, form] of Object.entries(columns)) table[column] = read(buffer, 4 + size, form);
    tables[name] = table;
  }
  return /** @type {T} */ (/** @type {unknown} */ ({ ...header, tables }));
}

/**
 * @param {ArrayBuffer} buffer
 * @param {number} first where the columns begin
 * @param {ColumnForm} form
 * @returns {Column}
 */
function read(buffer, first, form) {
  const Kind = ARRAYS[form.type];
  if (!Kind) throw new Error(`unknown column type ${form.type}`);
  const count = form.shape.reduce((product, side) => product * side, 1);
  const start = first + form.at;
  // A typed array cannot begin at an odd place: such a column is copied.
  const aligned = start % Kind.BYTES_PER_ELEMENT === 0;
  const raw = aligned
    ? new Kind(buffer, start, count)
    : new Kind(buffer.slice(start, start + count * Kind.BYTES_PER_ELEMENT));
  const whole = form.delta ? summed(raw, count / Math.max(1, form.shape[0])) : raw;
  return form.levels ? levelled(whole, form.levels, form.missing ?? null) : scaled(whole, form);
}

/**
 * Undo the differences along the first axis; the typed array wraps as the writer's integers did.
 * @param {Raw} raw
 * @param {number} stride
 */
function summed(raw, stride) {
  const whole = raw.slice();
  for (let i = stride; i < whole.length; i++) whole[i] += whole[i - stride];
  return whole;
}

/**
 * Each number stands for one of a list of values.
 * @param {Raw} raw
 * @param {number[]} levels
 * @param {number | null} missing
 */
function levelled(raw, levels, missing) {
  const values = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) values[i] = raw[i] === missing ? NaN : levels[raw[i]];
  return values;
}

/**
 * @param {Raw} raw
 * @param {ColumnForm} form
 */
function scaled(raw, form) {
  const scale = form.scale ?? 1;
  const offset = form.offset0 ?? 0;
  const missing = form.missing ?? null;
  if (scale === 1 && offset === 0 && missing === null) return raw;
  const Wide = raw.BYTES_PER_ELEMENT === 1 && offset === 0 ? Float32Array : Float64Array;
  const values = new Wide(raw.length);
  for (let i = 0; i < raw.length; i++) values[i] = raw[i] === missing ? NaN : raw[i] * scale + offset;
  return values;
}
