import { describe, expect, it } from 'vitest';
import { isLayoutOf, roomKindsOf } from '../../../src/scene';
import { layoutOf } from './fixtures';

const NAMES = ['floor', 'bed 2', 'window', 'sofa'];

describe('kinds of room', () => {
  it('are offered where the names of a model tell at least two apart', () => {
    expect(roomKindsOf(NAMES)).toEqual(['bedroom', 'living room']);
    expect(roomKindsOf(['floor', 'bed'])).toEqual([]);
    expect(roomKindsOf(['blob 1', 'blob 2'])).toEqual([]);
  });

  it('are told by what the layout network left in its slots', () => {
    // The last slot is empty.
    expect(isLayoutOf('bedroom', layoutOf(1), NAMES)).toBe(true);
    expect(isLayoutOf('living room', layoutOf(1), NAMES)).toBe(false);
    const sofa = Float32Array.from([3, -8, 3, 3]);
    expect(isLayoutOf('living room', { ...layoutOf(1), sizes: sofa }, NAMES)).toBe(true);
    expect(isLayoutOf('bedroom', { ...layoutOf(1), sizes: sofa }, NAMES)).toBe(false);
  });
});
