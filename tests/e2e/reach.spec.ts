/** The measure that the other specs hold the page against: how far the decoder carries a change. Node alone. */
import type { Layout } from '../../src/blobgan';
import { expect, test } from './support/fixtures';
import { area, changedScores, grown, reachInPixels } from './support/reach';

/**
 * Of the decoder's numbers, where a grey level is 2/255. What does not depend on the dot still differs by the last digit of
 * a sum (2.4e-7 seen), and a byte between two levels tips by it.
 */
const ROUNDING = 1e-6;

test('a dot changes the picture within the reach that is reckoned for it, and not much less', async ({
  rooms,
}) => {
  const { resolution, inputSize } = rooms.manifest.shape;
  const reach = reachInPixels(resolution, inputSize);
  const scene = await rooms.scene(1);
  const base = rooms.layout(scene);
  const last = base.count - 1;
  /** The room with its front blob made a dot, with a covariance so small that its tail is nothing. */
  const withDot = (size: number): Layout => {
    const covariances = base.covariances.slice();
    covariances.set([2e-5, 0, 2e-5], last * 3);
    const positions = base.positions.slice();
    positions.set([0.5, 0.5], last * 2);
    const sizes = base.sizes.slice();
    sizes[last] = size;
    return { ...base, covariances, positions, sizes };
  };
  const [before, after] = [withDot(-60), withDot(4)];
  const a = await rooms.paint(before, 1);
  const b = await rooms.paint(after, 1);
  const dot = changedScores(before, after, resolution);
  expect(area(dot)).toBeGreaterThan(0);
  const near = grown(dot, resolution, reach);
  const half = grown(dot, resolution, Math.floor(reach / 2));
  const plane = resolution * resolution;
  let outside = 0;
  let beyondHalf = 0;
  for (let at = 0; at < near.length; at++) {
    const change = Math.max(...[0, 1, 2].map((c) => Math.abs(a[c * plane + at]! - b[c * plane + at]!)));
    if (!near[at]) outside = Math.max(outside, change);
    if (!half[at] && change > ROUNDING) beyondHalf++;
  }
  expect(area(near)).toBeLessThan(near.length);
  expect(outside).toBeLessThan(ROUNDING);
  expect(beyondHalf).toBeGreaterThan(0);
  test.info().annotations.push({
    type: 'measured',
    description: `reach ${reach} px; ${beyondHalf} pixels beyond half of it changed`,
  });
});
