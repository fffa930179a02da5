// Gzip undone without the browser's own means, for browsers from before DecompressionStream (RFC 1951, 1952).

const WINDOW_CODES = 19;
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of the code lengths' codes
const MOST_BITS = 15;
const END = 256; // the symbol that ends a block; those above it are lengths
const HEAD = 10; // bytes of a gzip header with nothing optional in it, which is all that we write
const TAIL = 8; // checksum and size

/** @typedef {{ counts: Uint16Array, symbols: Uint16Array }} Codes how many codes of each length, and what they mean */

const LENGTHS = stepped(
  3,
  258,
  [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5],
);
const DISTANCES = stepped(
  1,
  32_769,
  Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1)),
);

/**
 * Bases that follow each other, each as far from the next as its extra bits reach.
 * @param {number} first
 * @param {number} last
 * @param {number[]} extra
 */
function stepped(first, last, extra) {
  const bases = [];
  let base = first;
  for (const bits of extra) {
    bases.push(base);
    base += 2 ** bits;
  }
  bases.push(last);
  return { bases, extra: [...extra, 0] };
}

/**
 * The content of a gzip file that has one member and a plain header.
 * @param {Uint8Array} packed
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function gunzip(packed) {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(packed.length - 4, true);
  const reader = new Bits(packed.subarray(HEAD, packed.length - TAIL));
  const out = new Uint8Array(size);
  let at = 0;
  let last = false;
  while (!last) {
    last = reader.take(1) === 1;
    const kind = reader.take(2);
    if (kind === 0) at = copied(reader, out, at);
    else if (kind === 3) throw new Error("a block of no known kind");
    else at = block(reader, out, at, kind === 1 ? fixed() : dynamic(reader));
  }
  if (at !== size) throw new Error(`${at} bytes came out of ${size}`);
  return out;
}

/** Bits of bytes, the lowest first. */
class Bits {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.held = 0;
    this.count = 0;
  }

  /** @param {number} wanted at most 16 */
  take(wanted) {
    while (this.count < wanted) {
      if (this.at >= this.bytes.length) throw new Error("the bytes end too early");
      this.held |= this.bytes[this.at] << this.count;
      this.at += 1;
      this.count += 8;
    }
    const value = this.held & ((1 << wanted) - 1);
    this.held >>>= wanted;
    this.count -= wanted;
    return value;
  }

  /** @param {Codes} codes */
  symbol({ counts, symbols }) {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MOST_BITS; length++) {
      code |= this.take(1);
      const count = counts[length];
      if (code - count < first) return symbols[index + code - first];
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Error("a code that nothing has");
  }
}

/**
 * Canonical Huffman codes of these lengths.
 * @param {ArrayLike<number>} lengths
 * @returns {Codes}
 */
function codesOf(lengths) {
  const counts = new Uint16Array(MOST_BITS + 1);
  for (let i = 0; i < lengths.length; i++) counts[lengths[i]] += 1;
  counts[0] = 0;
  const places = new Uint16Array(MOST_BITS + 2);
  for (let length = 1; length <= MOST_BITS; length++) places[length + 1] = places[length] + counts[length];
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) {
    if (lengths[i]) symbols[places[lengths[i]]++] = i;
  }
  return { counts, symbols };
}

/** @returns {[Codes, Codes]} */
function fixed() {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return [codesOf(lengths), codesOf(new Uint8Array(30).fill(5))];
}

/**
 * @param {Bits} reader
 * @returns {[Codes, Codes]}
 */
function dynamic(reader) {
  const literals = reader.take(5) + 257;
  const distances = reader.take(5) + 1;
  const given = reader.take(4) + 4;
  const own = new Uint8Array(WINDOW_CODES);
  for (let i = 0; i < given; i++) own[ORDER[i]] = reader.take(3);
  const lengths = lengthsIn(reader, codesOf(own), literals + distances);
  return [codesOf(lengths.subarray(0, literals)), codesOf(lengths.subarray(literals))];
}

/**
 * @param {Bits} reader
 * @param {Codes} codes
 * @param {number} count
 */
function lengthsIn(reader, codes, count) {
  const lengths = new Uint8Array(count);
  let at = 0;
  while (at < count) {
    const symbol = reader.symbol(codes);
    if (symbol < 16) {
      lengths[at] = symbol;
      at += 1;
      continue;
    }
    const before = symbol === 16 ? lengths[at - 1] : 0;
    const times = {
      16: () => 3 + reader.take(2),
      17: () => 3 + reader.take(3),
      18: () => 11 + reader.take(7),
    };
    const upTo = at + times[/** @type {16 | 17 | 18} */ (symbol)]();
    lengths.fill(before, at, upTo);
    at = upTo;
  }
  return lengths;
}

/**
 * A block that was not packed.
 * @param {Bits} reader
 * @param {Uint8Array} out
 * @param {number} at
 */
function copied(reader, out, at) {
  reader.held = 0;
  reader.count = 0; // what is left of the byte means nothing
  const size = reader.take(16);
  reader.take(16);
  out.set(reader.bytes.subarray(reader.at, reader.at + size), at);
  reader.at += size;
  return at + size;
}

/**
 * @param {Bits} reader
 * @param {Uint8Array} out
 * @param {number} from
 * @param {[Codes, Codes]} codes
 */
function block(reader, out, from, [literals, distances]) {
  let at = from;
  for (;;) {
    const symbol = reader.symbol(literals);
    if (symbol === END) return at;
    if (symbol < END) {
      out[at] = symbol;
      at += 1;
      continue;
    }
    const length = reached(reader, LENGTHS, symbol - END - 1);
    const back = reached(reader, DISTANCES, reader.symbol(distances));
    for (let i = 0; i < length; i++) out[at + i] = out[at + i - back];
    at += length;
  }
}

/**
 * @param {Bits} reader
 * @param {{ bases: number[], extra: number[] }} steps
 * @param {number} symbol
 */
function reached(reader, { bases, extra }, symbol) {
  return bases[symbol] + reader.take(extra[symbol]);
}
