/**
 * Previews that keep what is sharp. A coarse picture is never shown by itself where there was a whole one: what is
 * shown is the picture before plus what the coarse pictures of now and of then differ by, enlarged, where the layout
 * changed. Everywhere else the bytes are the whole picture's own. The picture before is the last whole one, or a finer
 * preview that came after it: a hand that moves on is never shown less than it has seen.
 */
import { type Layout, splat, takeBlobs } from '../blobgan';
import { type ColourMap, fitColours, pooled, recoloured } from './coarse-colours';
import { unmatched } from './incremental/matching';
import { toRgba } from './pixels';
import type { Rendered } from './protocol';

/** Pictures of earlier stages by side: 3 x side x side, about [-1, 1]. */
export type CoarsePictures = ReadonlyMap<number, Float32Array>;

/** A picture of a layout, with the pictures of earlier stages that it grew from. */
interface Shown extends Rendered {
  readonly layout: Layout;
  readonly coarse: CoarsePictures;
}

interface Whole extends Shown {
  readonly noiseSeed: number;
}

/** A change that is smaller than this is none: the first stage sees all of the picture, and changes a little all over. */
const LEAST_CHANGE = 2 / 127.5;
/** Where changed blobs cover this part of a cell, its change counts in full; where they cover nothing, not at all. */
const FULL_COVER = 0.1;
/** A change of this much (255ths) leaves nothing of the fine structure that was there: it belonged to something else. */
const REPLACED_AT = 24;
/** How far from changed blobs a change still counts, as a part of the picture's side: shadows, light, soft edges. */
const REACH = 1 / 16;

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
      weight[at] = Math.max(weight[at]!, Math.min(1, (1 - scores[at]!) / FULL_COVER));
    }
  }
  return spread(weight, side, Math.max(1, Math.round(REACH * side)));
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
  /** For each side that was asked for since the whole picture, from the coarse picture's colours to the whole one's. */
  private readonly colours = new Map<number, ColourMap>();
  /** The finest preview since the whole picture. */
  private finer: Shown | null = null;

  /** Keeps the newest whole picture. @param whole whose coarse pictures and bytes may be written over later */
  keep(whole: Whole): void {
    this.finer = null;
    this.whole = { ...whole, rgba: whole.rgba.slice(), coarse: copied(whole.coarse) };
    this.colours.clear();
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
    return this.whole?.noiseSeed === noiseSeed && shareBlobs(this.whole.layout, layout);
  }

  /**
   * What is shown of a coarse picture of an edit.
   * @param rgb 3 x side x side, about [-1, 1], of `layout`
   * @param earlier the coarser pictures of the same drawing
   * @returns null when there is no picture of that side to compare it with
   */
  of(rgb: Float32Array, side: number, layout: Layout, earlier: CoarsePictures): Rendered | null {
    const { whole, finer } = this;
    const before = finer?.coarse.has(side) && shareBlobs(finer.layout, layout) ? finer : whole;
    const then = before?.coarse.get(side);
    if (!whole?.coarse.has(side) || !before || !then) return null;
    const { resolution } = before;
    const rgba = before.rgba.slice();
    const weight = changedBetween(before.layout, layout, side);
    const change = changeOf(rgb, then, weight, this.coloursOf(whole, side));
    if (change) add(rgba, resolution, change, side);
    // The first stage's picture is no better than the one that comes next.
    if (earlier.size) this.finer = { rgba: rgba.slice(), resolution, layout, coarse: copied(earlier) };
    return { resolution, rgba };
  }

  /**
   * What is shown of a coarse picture of another room: its colours are what those of the last whole picture became. On
   * their own, early stages are nearly grey.
   * @param rgb 3 x side x side, about [-1, 1]
   */
  ofAnother(rgb: Float32Array, side: number): Rendered {
    const { whole } = this;
    const shown = whole?.coarse.has(side) ? recoloured(rgb, this.coloursOf(whole, side)) : rgb;
    return { resolution: side, rgba: toRgba(shown, side) };
  }

  /** Fitted when a preview asks: a machine that is fast enough never does. @param side of a coarse picture of `whole` */
  private coloursOf({ coarse, rgba, resolution }: Whole, side: number): ColourMap {
    const colours = this.colours.get(side) ?? fitColours(coarse.get(side)!, pooled(rgba, resolution, side));
    this.colours.set(side, colours);
    return colours;
  }
}

const copied = (pictures: CoarsePictures): CoarsePictures =>
  new Map([...pictures].map(([side, rgb]) => [side, rgb.slice()]));

/** Whether a blob of one layout is in the other as it is. */
const shareBlobs = (before: Layout, after: Layout): boolean =>
  unmatched(before, after).before.filter((channel) => channel > 0).length < before.count;

/** What two coarse pictures differ by where it counts, in 255ths of the whole picture's colours; null when they do not. */
function changeOf(
  now: Float32Array,
  then: Float32Array,
  weight: Float32Array,
  { linear }: ColourMap,
): Float32Array | null {
  const plane = weight.length;
  const change = new Float32Array(now.length);
  let any = false;
  for (let at = 0; at < plane; at++) {
    if (!weight[at]) continue;
    for (let to = 0; to < 3; to++) {
      let difference = 0;
      for (let from = 0; from < 3; from++)
        difference += linear[to * 3 + from]! * (now[from * plane + at]! - then[from * plane + at]!);
      if (Math.abs(difference) <= LEAST_CHANGE) continue;
      change[to * plane + at] = weight[at]! * (difference - Math.sign(difference) * LEAST_CHANGE) * 127.5;
      any = true;
    }
  }
  return any ? change : null;
}

/** How much of the fine structure of each cell goes, 0..1. */
function otherness(change: Float32Array, plane: number): Float32Array {
  const out = new Float32Array(plane);
  change.forEach((value, at) => {
    out[at % plane] = Math.max(out[at % plane]!, Math.min(1, Math.abs(value) / REPLACED_AT));
  });
  return out;
}

/**
 * Adds a coarse change to a picture, enlarged by straight lines between the middles of its cells; where the change is
 * great the picture's own fine structure gives way to its mean.
 */
function add(rgba: Uint8ClampedArray, resolution: number, change: Float32Array, side: number): void {
  const plane = side * side;
  const { from, to, part } = betweenCells(resolution, side);
  const mean = pooled(rgba, resolution, side);
  const other = otherness(change, plane);
  const [shifts, means, others] = [new Float32Array(side), new Float32Array(side), new Float32Array(side)];
  for (let y = 0; y < resolution; y++) {
    const [above, below, down] = [from[y]! * side, to[y]! * side, part[y]!];
    const between = (map: Float32Array, start: number, x: number): number =>
      map[start + above + x]! * (1 - down) + map[start + below + x]! * down;
    let any = 0;
    for (let x = 0; x < side; x++) any += others[x] = between(other, 0, x);
    // Most rows of most edits are as they were.
    if (!any) continue;
    for (let channel = 0; channel < 3; channel++) {
      for (let x = 0; x < side; x++) {
        shifts[x] = between(change, channel * plane, x);
        means[x] = (between(mean, channel * plane, x) + 1) * 127.5;
      }
      for (let x = 0, at = y * resolution * 4 + channel; x < resolution; x++, at += 4) {
        const [left, right, along] = [from[x]!, to[x]!, part[x]!];
        const mix = (row: Float32Array): number => row[left]! + (row[right]! - row[left]!) * along;
        const gone = mix(others);
        if (gone) rgba[at] = rgba[at]! + mix(shifts) + gone * (mix(means) - rgba[at]!);
      }
    }
  }
}
