/**
 * Canvases for Node: pixels, pictures drawn over each other, one colour, and a list of the texts that were written. A
 * PNG is a real one.
 */
import { encode } from 'fast-png';
import { vi } from 'vitest';

class StandInImageData {
  constructor(
    readonly data: Uint8ClampedArray<ArrayBuffer>,
    readonly width: number,
    readonly height: number,
  ) {
    if (data.length !== width * height * 4) throw new RangeError('These are not so many pixels.');
  }
}

class Context {
  fillStyle = '#000';
  /** What was written, and where. */
  readonly texts: { readonly text: string; readonly x: number; readonly y: number }[] = [];

  constructor(private readonly canvas: StandInCanvas) {}

  putImageData({ data, width, height }: StandInImageData): void {
    this.copy({ data, width, height }, 0, 0, width, height);
  }

  drawImage(from: StandInCanvas, left: number, top: number, width = from.width, height = from.height): void {
    this.copy({ data: from.rgba, width: from.width, height: from.height }, left, top, width, height);
  }

  getImageData(left: number, top: number, width: number, height: number): StandInImageData {
    const out = new Uint8ClampedArray(width * height * 4);
    for (let row = 0; row < height; row++) {
      const start = ((top + row) * this.canvas.width + left) * 4;
      out.set(this.canvas.rgba.subarray(start, start + width * 4), row * width * 4);
    }
    return new StandInImageData(out, width, height);
  }

  /** The hue of `hsl(...)` is enough to tell things apart by. */
  fillRect(): void {
    const hue = Number(/hsl\((\d+)/.exec(this.fillStyle)?.[1] ?? 0);
    for (let at = 0; at < this.canvas.rgba.length; at += 4)
      this.canvas.rgba.set([hue % 256, Math.floor(hue / 256), 0, 255], at);
  }

  fillText(text: string, x: number, y: number): void {
    this.texts.push({ text, x, y });
    WRITTEN.push({ text, x, y });
  }

  strokeText(): void {
    // The edge of what is filled afterwards.
  }

  private copy(
    from: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number },
    left: number,
    top: number,
    width: number,
    height: number,
  ): void {
    // A pixel at once.
    const [source, target] = [pixelsIn(from.data), pixelsIn(this.canvas.rgba)];
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y * from.height) / height) * from.width;
      const start = (top + y) * this.canvas.width + left;
      for (let x = 0; x < width; x++) target[start + x] = source[row + Math.floor((x * from.width) / width)]!;
    }
  }
}

const pixelsIn = ({ buffer, byteOffset, length }: Uint8ClampedArray): Uint32Array =>
  new Uint32Array(buffer, byteOffset, length / 4);

/** Texts of all canvases, in the order in which they were written. */
export const WRITTEN: { readonly text: string; readonly x: number; readonly y: number }[] = [];

class StandInCanvas {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  private readonly context = new Context(this);

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.rgba = new Uint8ClampedArray(width * height * 4);
  }

  getContext(): Context {
    return this.context;
  }

  convertToBlob({ type }: { readonly type: string }): Promise<Blob> {
    const data = Uint8Array.from(this.rgba);
    const file = encode({ width: this.width, height: this.height, data, channels: 4 });
    return Promise.resolve(new Blob([Uint8Array.from(file)], { type }));
  }
}

/** For a whole test file. */
export function standInForCanvases(): void {
  vi.stubGlobal('OffscreenCanvas', StandInCanvas);
  vi.stubGlobal('ImageData', StandInImageData);
}
