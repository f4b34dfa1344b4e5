import { describe, expect, it } from 'vitest';
import { slotNames } from '../../../scripts/dataset/describe';
import {
  type Silhouette,
  pixelsInFrame,
  seenById,
  silhouetteMoments,
} from '../../../scripts/dataset/describe/moments';
import { countOverlaps, visibilityOrder } from '../../../scripts/dataset/describe/order';

const SIZE = 64;
const WHOLE = { left: 0, top: 0, width: 1, height: 1 };

/** A silhouette over the whole frame: cells whose middle is inside. */
function silhouette(inside: (x: number, y: number) => boolean, region = WHOLE, side = SIZE): Silhouette {
  const cells = new Uint8Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const x = region.left + ((column + 0.5) / side) * region.width;
      const y = region.top + ((row + 0.5) / side) * region.height;
      cells[row * side + column] = inside(x, y) ? 255 : 0;
    }
  }
  return { region, side, cells };
}

const rectangle =
  (left: number, top: number, right: number, bottom: number) =>
  (x: number, y: number): boolean =>
    x >= left && x < right && y >= top && y < bottom;

/** Paints shapes over each other, the first furthest back; id k + 1 for shape k. */
function paint(shapes: readonly ((x: number, y: number) => boolean)[]): Uint8Array {
  const mask = new Uint8Array(SIZE * SIZE);
  for (let at = 0; at < mask.length; at++) {
    const [x, y] = [((at % SIZE) + 0.5) / SIZE, (Math.floor(at / SIZE) + 0.5) / SIZE];
    shapes.forEach((inside, k) => {
      if (inside(x, y)) mask[at] = k + 1;
    });
  }
  return mask;
}

describe('the moments of a silhouette', () => {
  it('of a rectangle are its middle and a twelfth of its squared sides', () => {
    const moments = silhouetteMoments(silhouette(rectangle(0.25, 0.5, 0.75, 0.625)))!;
    expect(moments.centre[0]).toBeCloseTo(0.5, 10);
    expect(moments.centre[1]).toBeCloseTo(0.5625, 10);
    expect(moments.covariance[0]).toBeCloseTo(0.5 ** 2 / 12, 10);
    expect(moments.covariance[1]).toBeCloseTo(0, 10);
    expect(moments.covariance[2]).toBeCloseTo(0.125 ** 2 / 12, 10);
  });

  it('of an ellipse that is turned have its axes: variance a quarter of a squared half axis', () => {
    const [a, b, angle] = [0.4, 0.15, 0.5];
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const inside = (x: number, y: number): boolean => {
      const [u, v] = [(x - 0.5) * c + (y - 0.45) * s, -(x - 0.5) * s + (y - 0.45) * c];
      return (u / a) ** 2 + (v / b) ** 2 < 1;
    };
    const { centre, covariance } = silhouetteMoments(silhouette(inside, WHOLE, 256))!;
    const [p, q] = [a ** 2 / 4, b ** 2 / 4];
    expect(centre[0]).toBeCloseTo(0.5, 3);
    expect(centre[1]).toBeCloseTo(0.45, 3);
    expect(covariance[0]).toBeCloseTo(p * c * c + q * s * s, 3);
    expect(covariance[1]).toBeCloseTo((p - q) * c * s, 3);
    expect(covariance[2]).toBeCloseTo(p * s * s + q * c * c, 3);
  });

  it('are in picture units wherever the tile lies, beyond the frame too', () => {
    const region = { left: -0.15, top: 0.8, width: 0.4, height: 0.35 };
    const moments = silhouetteMoments(silhouette(() => true, region))!;
    expect(moments.centre[0]).toBeCloseTo(0.05, 10);
    expect(moments.centre[1]).toBeCloseTo(0.975, 10);
    expect(moments.covariance[0]).toBeCloseTo(0.4 ** 2 / 12, 10);
  });

  it('are none when it is empty', () => {
    expect(silhouetteMoments(silhouette(() => false))).toBeNull();
  });

  it('count the pixels inside the frame alone', () => {
    const region = { left: -0.5, top: 0, width: 1, height: 1 };
    expect(
      pixelsInFrame(
        silhouette(() => true, region),
        100,
      ),
    ).toBeCloseTo(5000);
  });
});

describe('what is seen', () => {
  it('is by id: pixels, moments and mean colour', () => {
    const mask = paint([rectangle(0, 0, 1, 1), rectangle(0.5, 0, 1, 0.5)]);
    const image = new Uint8Array(SIZE * SIZE * 3);
    mask.forEach((id, at) => image.set(id === 2 ? [255, 0, 51] : [0, 102, 0], at * 3));
    const seen = seenById(mask, image, SIZE);
    expect([...seen.keys()].sort()).toEqual([1, 2]);
    expect(seen.get(2)!.moments.count).toBe((SIZE * SIZE) / 4);
    expect(seen.get(2)!.moments.centre).toEqual([0.75, 0.25]);
    expect(seen.get(2)!.colour).toEqual([1, 0, 0.2]);
    expect(seen.get(1)!.colour[1]).toBeCloseTo(0.4);
  });
});

describe('the order of things', () => {
  const orderOf = (
    shapes: readonly ((x: number, y: number) => boolean)[],
    mask: Uint8Array,
    depths: readonly number[],
  ): number[] =>
    visibilityOrder(
      countOverlaps(
        mask,
        SIZE,
        shapes.map((shape) => silhouette(shape)),
        1,
      ),
      depths,
    );

  it('is the one in which they cover each other, whatever their distance says', () => {
    const shapes = [
      rectangle(0.1, 0.1, 0.6, 0.6),
      rectangle(0.4, 0.4, 0.9, 0.9),
      rectangle(0.5, 0.2, 0.8, 0.7),
    ];
    const mask = paint(shapes);
    expect(orderOf(shapes, mask, [1, 2, 3])).toEqual([0, 1, 2]);
    expect(orderOf(shapes, mask, [3, 2, 1])).toEqual([0, 1, 2]);
  });

  it('goes by distance between things that do not overlap', () => {
    const shapes = [rectangle(0, 0, 0.3, 0.3), rectangle(0.6, 0.6, 0.9, 0.9)];
    expect(orderOf(shapes, paint(shapes), [1, 4])).toEqual([1, 0]);
  });

  it('takes the majority where two things cover each other in turn', () => {
    // Of the overlap of 0.4 x 0.4, the second shows in a quarter.
    const shapes = [rectangle(0.1, 0.1, 0.6, 0.6), rectangle(0.2, 0.2, 0.9, 0.9)];
    const mask = paint([shapes[1]!, shapes[0]!]).map((id) => (id ? 3 - id : 0));
    const small = paint([rectangle(0.2, 0.2, 0.4, 0.4)]);
    small.forEach((inside, at) => {
      if (inside) mask[at] = 2;
    });
    expect(orderOf(shapes, mask, [9, 9])).toEqual([1, 0]);
  });

  it('goes by distance where two things cover each other alike', () => {
    const counts = [
      [0, 50],
      [49, 0],
    ];
    expect(visibilityOrder(counts, [2, 1])).toEqual([0, 1]);
    expect(visibilityOrder(counts, [1, 2])).toEqual([1, 0]);
  });

  it('drops the least sure of three that cover each other in a ring', () => {
    const counts = [
      [0, 50, 0],
      [0, 0, 40],
      [10, 0, 0],
    ];
    // 0 before 1 before 2 from the front; that 2 covers 0 cannot hold as well.
    expect(visibilityOrder(counts, [1, 1, 1])).toEqual([2, 1, 0]);
  });
});

describe('slot names', () => {
  it('number the things of a class from the left, from the second on', () => {
    const names = slotNames([
      { class: 'plant', x: 0.8 },
      { class: 'bed', x: 0.5 },
      { class: 'plant', x: 0.1 },
      { class: 'plant', x: 0.4 },
    ]);
    expect(names).toEqual(['plant 3', 'bed', 'plant', 'plant 2']);
  });
});
