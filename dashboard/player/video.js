// What a browser can make a video of: its own encoder, picture by picture and put into an MP4 here, or, where
// there is none, its recorder, which sees the pictures as they pass and writes what it likes.

import { mp4 } from "./mp4.js";

/** @import { FilmFormat, FilmWriter, Pictured } from "./types.js" */

const ENCODED = ["avc1.42e028", "avc1.420028", "vp09.00.40.08"]; // of H.264 the profile that needs no order
const RECORDED = [
  "video/mp4;codecs=avc1.42E028",
  "video/webm;codecs=vp9",
  "video/webm;codecs=vp8",
  "video/webm",
  "video/mp4",
];
const NAMES = { avc1: "H.264", vp09: "VP9", vp9: "VP9", vp8: "VP8" };
const BITS = 6_000_000; // a second: lines and small type must stay sharp
const RECORDER_FPS = 20;
const FPS = 30;
const KEY_EVERY = 60; // pictures
const MOST_WAITING = 4; // pictures that the encoder has not taken yet
const SIZE = { width: 1280, height: 720 };

/**
 * The video that this browser can make; null where it can make none.
 * @returns {Promise<FilmFormat | null>}
 */
export async function videoFormat() {
  for (const codec of globalThis.VideoEncoder ? ENCODED : []) {
    const asked = { ...configOf(codec, FPS), ...SIZE };
    const found = await VideoEncoder.isConfigSupported(asked).catch(() => null);
    if (found?.supported)
      return { name: "mp4", how: "encoder", codec, fps: FPS, label: labelOf("MP4", codec) };
  }
  const { MediaRecorder, HTMLCanvasElement } = globalThis;
  if (!MediaRecorder || !("captureStream" in (HTMLCanvasElement?.prototype ?? {}))) return null;
  const type = RECORDED.find((each) => MediaRecorder.isTypeSupported(each));
  if (!type) return null;
  const name = type.startsWith("video/mp4") ? "mp4" : "webm";
  const label = labelOf(name === "mp4" ? "MP4" : "WebM", type.split("codecs=")[1] ?? "");
  return { name, how: "recorder", codec: type, fps: RECORDER_FPS, label };
}

/**
 * @param {string} container
 * @param {string} codec
 */
function labelOf(container, codec) {
  const kind = Object.entries(NAMES).find(([start]) => codec.startsWith(start))?.[1];
  return kind ? `${container} (${kind})` : container;
}

/**
 * @param {string} codec
 * @param {number} fps
 */
function configOf(codec, fps) {
  /** @type {{ codec: string, bitrate: number, framerate: number, avc?: { format: "avc" } }} */
  const config = { codec, bitrate: BITS, framerate: fps };
  if (codec.startsWith("avc1")) config.avc = { format: "avc" };
  return config;
}

/**
 * What takes pictures and makes a file of them in the end.
 * @param {FilmFormat} format
 * @param {HTMLCanvasElement} canvas on which each picture is drawn
 * @returns {FilmWriter}
 */
export function videoWriter(format, canvas) {
  return format.how === "encoder" ? new Encoded(format, canvas) : new Recorded(format, canvas);
}

class Encoded {
  /**
   * @param {FilmFormat} format
   * @param {HTMLCanvasElement} canvas
   */
  constructor({ codec, fps }, canvas) {
    this.canvas = canvas;
    this.track = { codec, fps, width: canvas.width, height: canvas.height };
    /** @type {Pictured[]} */
    this.pictures = [];
    /** @type {AllowSharedBufferSource | undefined} */
    this.description = undefined;
    /** @type {Error | null} */
    this.failed = null;
    this.count = 0;
    this.encoder = new VideoEncoder({
      output: (chunk, about) => this.take(chunk, about),
      error: (error) => {
        this.failed = error;
      },
    });
    const { width, height } = canvas;
    this.encoder.configure({ ...configOf(codec, fps), width, height });
  }

  /**
   * @param {EncodedVideoChunk} chunk
   * @param {EncodedVideoChunkMetadata} [about]
   */
  take(chunk, about) {
    const bytes = new Uint8Array(chunk.byteLength);
    chunk.copyTo(bytes);
    this.pictures.push({ bytes, key: chunk.type === "key" });
    this.description ??= about?.decoderConfig?.description;
  }

  /** The picture on the canvas is the next one. */
  async add() {
    while (this.encoder.encodeQueueSize > MOST_WAITING && !this.failed) await moment();
    if (this.failed) throw this.failed;
    const length = 1e6 / this.track.fps; // microseconds
    const timestamp = Math.round(this.count * length);
    const frame = new VideoFrame(this.canvas, { timestamp, duration: Math.round(length) });
    this.encoder.encode(frame, { keyFrame: this.count % KEY_EVERY === 0 });
    frame.close();
    this.count += 1;
  }

  /** Nothing is to be waited for between two pictures. */
  hold() {}

  /** @returns {Promise<Blob>} */
  async finish() {
    await this.encoder.flush();
    if (this.failed) throw this.failed;
    const description = this.description && bytesOf(this.description);
    return mp4({ ...this.track, description }, this.pictures);
  }

  stop() {
    if (this.encoder.state !== "closed") this.encoder.close();
  }
}

/**
 * Pictures as they pass: each is held for its time. While one is made that takes longer, the recorder rests, and
 * the film does not.
 */
class Recorded {
  /**
   * @param {FilmFormat} format
   * @param {HTMLCanvasElement} canvas
   */
  constructor({ codec, fps }, canvas) {
    const stream = canvas.captureStream(0);
    this.track = /** @type {CanvasCaptureMediaStreamTrack} */ (stream.getVideoTracks()[0]);
    this.recorder = new MediaRecorder(stream, { mimeType: codec, videoBitsPerSecond: BITS });
    this.type = codec.split(";")[0];
    this.length = 1000 / fps; // ms
    /** @type {Blob[]} */
    this.parts = [];
    this.recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size) this.parts.push(data);
    });
    /** When the next picture is due, in ms of the page. */
    this.due = 0;
  }

  async add() {
    const { recorder } = this;
    if (recorder.state === "inactive") recorder.start();
    if (recorder.state === "paused") recorder.resume();
    this.track.requestFrame();
    this.due = Math.max(this.due, performance.now()) + this.length;
    while (performance.now() < this.due) await new Promise((done) => setTimeout(done, 4));
  }

  /** The next picture is not here yet. */
  hold() {
    if (this.recorder.state === "recording") this.recorder.pause();
    this.due = 0;
  }

  /** @returns {Promise<Blob>} */
  finish() {
    return new Promise((done, fail) => {
      this.recorder.addEventListener("stop", () => done(new Blob(this.parts, { type: this.type })));
      this.recorder.addEventListener("error", () => fail(new Error("the recorder of this browser ended")));
      this.recorder.stop();
    });
  }

  stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.track.stop();
  }
}

/** @param {AllowSharedBufferSource} source */
function bytesOf(source) {
  const given = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return Uint8Array.from(given);
}

/** Let the page do what waits; a timer would take a second each time where the page is in the background. */
export function moment() {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done(undefined);
    };
    port2.postMessage(null);
  });
}
