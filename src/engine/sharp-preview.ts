/**
 * Previews that keep what is sharp. A coarse picture is never shown by itself where there was a whole one: what is
 * shown is the last whole picture plus what the coarse pictures of now and of then differ by, enlarged, where the
 * layout changed. Everywhere else the bytes are the whole picture's own.
 */
import { type Layout, splat, takeBlobs } from '../blobgan';
import { unmatched } from './incremental/matching';

export interface RgbaPicture {
  readonly resolution: number;
  /** resolution x resolution x 4 bytes, opaque. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** The whole picture of a layout, with the pictures of earlier stages that it grew from. */
interface Whole extends RgbaPicture {
  readonly layout: Layout;
  readonly noiseSeed: number;
  /** By side: 3 x side x side, about [-1, 1]. */
  readonly coarse: ReadonlyMap<number, Float32Array>;
}

/** A change that is smaller than this is none: the first stage sees all of the picture, and changes a little all over. */
const UNSEEN = 2 / 127.5;
/** Where changed blobs cover this part of a cell, its change counts in full; where they cover nothing, not at all. */
const COVERED = 0.1;
/** How far from changed blobs a change still counts, as a part of the picture's side: shadows, light, soft edges. */
const AROUND = 1 / 16;

/** How much each cell's change counts, 0..1. */
function changedBetween(before: Layout, after: Layout, side: number): Float32Array {
  const changed = unmatched(before, after);
  const weight = new Float32Array(side * side);
  for (const [layout, channels] of [
    [before, changed.before],
    [after, changed.after],
  ] as const) {
    if (channels.includes(0)) return weight.fill(1);
    if (!channels.length) continue;
    const scores = splat(
      takeBlobs(
        layout,
        channels.map((channel) => channel - 1),
      ),
      side,
    );
    for (let at = 0; at < weight.length; at++) {
      weight[at] = Math.max(weight[at]!, Math.min(1, (1 - scores[at]!) / COVERED));
    }
  }
  return spread(weight, side, Math.max(1, Math.round(AROUND * side)));
}

/** Every cell gets the largest weight around it, less with the distance: 0 beyond `reach` cells. */
function spread(weight: Float32Array, side: number, reach: number): Float32Array {
  const along = (from: Float32Array, step: number, across: number): Float32Array => {
    const out = new Float32Array(from.length);
    for (let line = 0; line < side; line++) {
      for (let cell = 0; cell < side; cell++) {
        let most = 0;
        for (let by = -reach; by <= reach; by++) {
          if (cell + by < 0 || cell + by >= side) continue;
          const near = from[line * across + (cell + by) * step]! * (1 - Math.abs(by) / (reach + 1));
          if (near > most) most = near;
        }
        out[line * across + cell * step] = most;
      }
    }
    return out;
  };
  return along(along(weight, 1, side), side, 1);
}

/** The two cells of a coarse grid whose middles a fine cell lies between, and how far it is from the first. */
function betweenCells(fine: number, side: number): { from: Int32Array; to: Int32Array; part: Float32Array } {
  const [from, to, part] = [new Int32Array(fine), new Int32Array(fine), new Float32Array(fine)];
  for (let at = 0; at < fine; at++) {
    const place = ((at + 0.5) * side) / fine - 0.5;
    const low = Math.floor(place);
    from[at] = Math.max(0, low);
    to[at] = Math.min(side - 1, low + 1);
    part[at] = place - low;
  }
  return { from, to, part };
}

export class SharpPreview {
  private whole: Whole | null = null;

  /** Keeps the newest whole picture. @param coarse its earlier stages' pictures, which may be written over later */
  keep(whole: Whole): void {
    const coarse = new Map([...whole.coarse].map(([side, rgb]) => [side, rgb.slice()]));
    this.whole = { ...whole, rgba: whole.rgba.slice(), coarse };
  }

  /**
   * Whether a drawing may show a preview of one side: not where a whole picture is there that it cannot be compared
   * with.
   */
  canShow(side: number): boolean {
    return !this.whole || this.whole.coarse.has(side);
  }

  /** Whether a layout is an edit of the whole picture's: one that keeps a blob as it is, with the same noise. */
  isEdit(layout: Layout, noiseSeed: number): boolean {
    const { whole } = this;
    if (!whole || whole.noiseSeed !== noiseSeed) return false;
    const { before } = unmatched(whole.layout, layout);
    return before.filter((channel) => channel > 0).length < whole.layout.count;
  }

  /**
   * What is shown of a coarse picture of an edit.
   * @param rgb 3 x side x side, about [-1, 1], of `layout`
   * @returns null when there is no picture of that side to compare it with
   */
  of(rgb: Float32Array, side: number, layout: Layout): RgbaPicture | null {
    const { whole } = this;
    const then = whole?.coarse.get(side);
    if (!whole || !then) return null;
    const weight = changedBetween(whole.layout, layout, side);
    const rgba = whole.rgba.slice();
    const change = changeOf(rgb, then, weight);
    if (change) add(rgba, whole.resolution, change, side);
    return { resolution: whole.resolution, rgba };
  }
}

/** What two coarse pictures differ by where it counts, in 255ths; null when they do not. */
function changeOf(now: Float32Array, then: Float32Array, weight: Float32Array): Float32Array | null {
  const plane = weight.length;
  const change = new Float32Array(now.length);
  let any = false;
  for (let at = 0; at < now.length; at++) {
    const part = weight[at % plane]!;
    const difference = part && now[at]! - then[at]!;
    if (Math.abs(difference) <= UNSEEN) continue;
    change[at] = part * (difference - Math.sign(difference) * UNSEEN) * 127.5;
    any = true;
  }
  return any ? change : null;
}

/** Adds a coarse change to a picture, enlarged by straight lines between the middles of its cells. */
function add(rgba: Uint8ClampedArray, resolution: number, change: Float32Array, side: number): void {
  const plane = side * side;
  const { from, to, part } = betweenCells(resolution, side);
  const row = new Float32Array(side);
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < resolution; y++) {
      const [above, below, down] = [
        channel * plane + from[y]! * side,
        channel * plane + to[y]! * side,
        part[y]!,
      ];
      let any = 0;
      for (let x = 0; x < side; x++) {
        row[x] = change[above + x]! * (1 - down) + change[below + x]! * down;
        any += Math.abs(row[x]!);
      }
      // Most rows of most edits are as they were.
      if (!any) continue;
      for (let x = 0, at = y * resolution * 4 + channel; x < resolution; x++, at += 4) {
        const left = row[from[x]!]!;
        rgba[at] = rgba[at]! + left + (row[to[x]!]! - left) * part[x]!;
      }
    }
  }
}
