/** Edits of one blob of a layout, as the editor makes them. */
import { PRESENCE_THRESHOLD, type Layout, aspectAndAngle, covarianceFrom, takeBlobs } from '../../src/blobgan';

/** What a person sees of a layout: the blobs that are there. */
export const shown = (layout: Layout): Layout =>
  takeBlobs(
    layout,
    [...layout.sizes.keys()].filter((blob) => layout.sizes[blob]! >= PRESENCE_THRESHOLD),
  );

/** As many blobs as are asked for, some of them more than once, each a little aside. */
export function withBlobs(layout: Layout, count: number): Layout {
  const made = takeBlobs(
    layout,
    Array.from({ length: count }, (_, at) => at % layout.count),
  );
  const positions = made.positions.map((value, at) => value + 0.01 * Math.floor(at / 2 / layout.count));
  return { ...made, positions };
}

function put(array: Float32Array, at: number, values: ArrayLike<number>): Float32Array {
  const copy = array.slice();
  copy.set(values, at);
  return copy;
}

const others = (layout: Layout, blob: number): number[] =>
  [...Array(layout.count).keys()].filter((other) => other !== blob);

/** The blobs in the middle of the picture, smallest first: things, not walls. */
export function thingsOf(layout: Layout): number[] {
  const inside = (value: number): boolean => value > 0.15 && value < 0.85;
  return [...Array(layout.count).keys()]
    .filter(
      (blob) =>
        layout.sizes[blob]! > 0 &&
        inside(layout.positions[blob * 2]!) &&
        inside(layout.positions[blob * 2 + 1]!),
    )
    .sort((a, b) => layout.sizes[a]! - layout.sizes[b]!);
}

/** @param abNorm the model's */
export function editsOf(abNorm: number): Record<string, (layout: Layout, blob: number) => Layout> {
  return {
    drag: (layout, blob) => ({
      ...layout,
      positions: put(layout.positions, blob * 2, [layout.positions[blob * 2]! + 20 / 256]),
    }),
    resize: (layout, blob) => ({ ...layout, sizes: put(layout.sizes, blob, [layout.sizes[blob]! * 1.3]) }),
    rotate: (layout, blob) => {
      const [xx, xy, yy] = layout.covariances.subarray(blob * 3, blob * 3 + 3);
      const { aspect, angle } = aspectAndAngle({ xx: xx!, xy: xy!, yy: yy! });
      const turned = covarianceFrom(aspect, angle + 0.4, abNorm);
      return {
        ...layout,
        covariances: put(layout.covariances, blob * 3, [turned.xx, turned.xy, turned.yy]),
      };
    },
    duplicate: (layout, blob) => {
      const made = takeBlobs(layout, [...Array(layout.count).keys(), blob]);
      return { ...made, positions: put(made.positions, layout.count * 2, [made.positions[blob * 2]! + 0.1]) };
    },
    delete: (layout, blob) => takeBlobs(layout, others(layout, blob)),
    reorder: (layout, blob) => takeBlobs(layout, [...others(layout, blob), blob]),
    restyle: (layout, blob) => {
      const length = layout.styles.length / (layout.count + 1);
      const from = ((blob + 1) % layout.count) + 1;
      return {
        ...layout,
        styles: put(
          layout.styles,
          (blob + 1) * length,
          layout.styles.subarray(from * length, (from + 1) * length),
        ),
      };
    },
  };
}
