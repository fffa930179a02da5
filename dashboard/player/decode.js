// A binary resource of the tape: `u32 header length | header JSON | columns`, all little endian.
// decode(buffer) -> the header, with `tables[name]` as {rows, column: typed array, ...}.
// Numbers come out as Float64Array where they have a scale, offset or gaps (NaN: missing): an id may be an offset
// of ten digits and one byte. Only one-byte columns without an offset (the many links) come as Float32Array.

const ARRAYS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
};

export function decode(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  const first = 4 + size;
  const tables = {};
  for (const [name, told] of Object.entries(header.tables ?? {})) {
    const { columns, ...table } = told;
    for (const [column, form] of Object.entries(columns)) table[column] = read(buffer, first, form);
    tables[name] = table;
  }
  return { ...header, tables };
}

function read(buffer, first, form) {
  const Kind = ARRAYS[form.type];
  if (!Kind) throw new Error(`unknown column type ${form.type}`);
  const count = form.shape.reduce((product, side) => product * side, 1);
  const start = first + form.at;
  let raw =
    start % Kind.BYTES_PER_ELEMENT === 0
      ? new Kind(buffer, start, count)
      : new Kind(buffer.slice(start, start + count * Kind.BYTES_PER_ELEMENT));
  if (form.delta) raw = summed(raw, count / Math.max(1, form.shape[0]));
  return form.levels ? levelled(raw, form) : scaled(raw, form);
}

// Undo the differences along the first axis; the typed array wraps as the writer's integers did.
function summed(raw, stride) {
  const whole = raw.slice();
  for (let i = stride; i < whole.length; i++) whole[i] += whole[i - stride];
  return whole;
}

// Each number stands for one of a list of values.
function levelled(raw, { levels, missing = null }) {
  const values = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) values[i] = raw[i] === missing ? NaN : levels[raw[i]];
  return values;
}

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
