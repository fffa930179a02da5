// The recording's resources from the page itself, in the place of a server.

import { gunzip } from "./inflate.js";

/** @import { Fetch } from "../player/types.js" */

/**
 * A `fetch` for the player's queue. What the page does not hold is not found.
 * @param {Record<string, string>} tapes gzip in base64, by address
 * @returns {Fetch}
 */
export function fetchFrom(tapes) {
  const known = new Map(Object.entries(tapes));
  return async (address) => {
    const held = known.get(address.split("?")[0]);
    const content = held === undefined ? new ArrayBuffer(0) : await unpacked(bytesOf(held));
    return {
      status: held === undefined ? 404 : 200,
      arrayBuffer: async () => content,
      json: async () => ({}),
    };
  };
}

/**
 * @param {string} text base64
 */
export function bytesOf(text) {
  const signs = atob(text);
  const bytes = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i++) bytes[i] = signs.charCodeAt(i);
  return bytes;
}

/**
 * @param {Uint8Array<ArrayBuffer>} packed
 * @returns {Promise<ArrayBuffer>}
 */
async function unpacked(packed) {
  if (!globalThis.DecompressionStream) return gunzip(packed).buffer;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
