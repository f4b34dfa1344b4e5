/** How well two pictures of the same place can be told from each other, and what is in one of them. */
import { decode } from 'fast-png';

/** Ratio at which parts of a control can be told apart (WCAG 1.4.11). */
export const TOLD_APART = 3;

type Colour = readonly [red: number, green: number, blue: number];

/** Relative luminance, 0..1, of a colour of 0..255. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Contrast of two luminances, 1..21. */
export const contrastOf = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Luminance of each pixel of a PNG, rows from the top. */
export function luminances(png: Uint8Array): { width: number; height: number; at: Float64Array } {
  const { width, height, data, channels } = decode(png);
  const at = Float64Array.from({ length: width * height }, (_, pixel) =>
    luminance([data[pixel * channels]!, data[pixel * channels + 1]!, data[pixel * channels + 2]!]),
  );
  return { width, height, at };
}

/** The part (0..1) of two PNGs of one size whose pixels can be told apart. */
export function partToldApart(one: Uint8Array, other: Uint8Array): number {
  const [a, b] = [luminances(one), luminances(other)];
  if (a.width !== b.width || a.height !== b.height) throw new RangeError('The pictures differ in size.');
  let told = 0;
  for (let pixel = 0; pixel < a.at.length; pixel++)
    if (contrastOf(a.at[pixel]!, b.at[pixel]!) >= TOLD_APART) told++;
  return told / a.at.length;
}
