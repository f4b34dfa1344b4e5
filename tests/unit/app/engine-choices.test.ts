import { describe, expect, it } from 'vitest';
import { readEngineChoices } from '../../../src/app/engine-choices';

describe('what a person chose to draw with', () => {
  it('comes back as it was', () => {
    const kept = { provider: 'wasm', model: 'a1' };
    expect(readEngineChoices(kept)).toEqual(kept);
  });

  it.each([null, undefined, 7, 'webgpu', [], { provider: 'cuda', model: 7, more: 1 }])(
    'is as at the beginning where it is not understood: %j',
    (kept) => {
      expect(readEngineChoices(kept)).toEqual({ provider: 'auto', model: null });
    },
  );
});
