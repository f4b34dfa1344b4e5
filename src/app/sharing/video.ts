/** Frames become a file: MP4 or WebM where the browser encodes video, else GIF or PNG frames. */
import type { VideoFormat } from '../../editor';
import { fault } from '../../faults';
import { pixelsOf, pngOf } from './pictures';

/** Frames a second: a GIF counts in hundredths of a second, and 4 of them make 25. */
export const FRAME_RATE = 25;

const CODECS = { mp4: ['avc', 'av1'], webm: ['vp9', 'vp8', 'av1'] } as const;

const loadMuxer = () => import('./muxer');

/** WebKit on Linux sets up its codecs with the first thing that is asked of a player; an encoder before ends the tab. */
function setUpCodecs(): void {
  document.createElement('video').canPlayType('video/mp4');
}

async function codecFor(format: 'mp4' | 'webm', width: number, height: number) {
  if (!('VideoEncoder' in globalThis)) return null;
  setUpCodecs();
  const { getFirstEncodableVideoCodec } = await loadMuxer();
  return getFirstEncodableVideoCodec([...CODECS[format]], { width, height });
}

/** Formats that this browser can make in a size, the best first. */
export async function formatsFor(width: number, height: number): Promise<VideoFormat[]> {
  const formats: VideoFormat[] = [];
  for (const format of ['mp4', 'webm'] as const) {
    if (await codecFor(format, width, height).catch(() => null)) formats.push(format);
  }
  return [...formats, 'gif', 'frames'];
}

/** Takes frames of one size, one after the other. */
export interface FrameWriter {
  add(frame: OffscreenCanvas): Promise<void>;
  finish(): Promise<Blob>;
  /** Stops without making a file of the frames so far. */
  cancel(): Promise<void>;
}

async function videoWriter(format: 'mp4' | 'webm', canvas: OffscreenCanvas): Promise<FrameWriter> {
  const { BufferTarget, CanvasSource, Mp4OutputFormat, Output, QUALITY_VERY_HIGH, WebMOutputFormat } =
    await loadMuxer();
  const codec = await codecFor(format, canvas.width, canvas.height);
  if (!codec) throw fault('noEncoder', { format: format.toUpperCase() });
  const target = new BufferTarget();
  const output = new Output({
    format: format === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat(),
    target,
  });
  const source = new CanvasSource(canvas, { codec, bitrate: QUALITY_VERY_HIGH });
  output.addVideoTrack(source, { frameRate: FRAME_RATE });
  await output.start();
  let count = 0;
  return {
    add: () => source.add(count++ / FRAME_RATE, 1 / FRAME_RATE),
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: `video/${format}` });
    },
    cancel: () => output.cancel(),
  };
}

async function gifWriter(canvas: OffscreenCanvas): Promise<FrameWriter> {
  const { GIFEncoder, applyPalette, quantize } = await import('gifenc');
  const gif = GIFEncoder();
  return {
    add() {
      const { rgba, width, height } = pixelsOf(canvas);
      const palette = quantize(rgba, 256);
      gif.writeFrame(applyPalette(rgba, palette), width, height, { palette, delay: 1000 / FRAME_RATE });
      return Promise.resolve();
    },
    finish() {
      gif.finish();
      return Promise.resolve(new Blob([gif.bytes()], { type: 'image/gif' }));
    },
    cancel: () => Promise.resolve(),
  };
}

async function framesWriter(canvas: OffscreenCanvas): Promise<FrameWriter> {
  const { zipSync } = await import('fflate');
  const files: Record<string, Uint8Array> = {};
  let count = 0;
  return {
    async add() {
      files[`frame-${String(++count).padStart(4, '0')}.png`] = await pngOf(pixelsOf(canvas));
    },
    // A PNG is deflated already.
    finish: () => Promise.resolve(new Blob([zipSync(files, { level: 0 })], { type: 'application/zip' })),
    cancel: () => Promise.resolve(),
  };
}

/** @param canvas every frame is what is on it when `add` is called */
export function frameWriter(format: VideoFormat, canvas: OffscreenCanvas): Promise<FrameWriter> {
  if (format === 'gif') return gifWriter(canvas);
  return format === 'frames' ? framesWriter(canvas) : videoWriter(format, canvas);
}

export const EXTENSIONS: Readonly<Record<VideoFormat, string>> = {
  mp4: 'mp4',
  webm: 'webm',
  gif: 'gif',
  frames: 'zip',
};
