import { describe, expect, it } from 'vitest';
import { ROOMS, editsOf } from './edited';

describe('another light', () => {
  it('falls on the same room, with the same lamps on, by day or by night', () => {
    for (const room of ROOMS) {
      const edits = editsOf(room, 'relit');
      expect(new Set(edits.map(({ after }) => after.light.night)).size).toBe(2);
      for (const { id, after } of edits) {
        expect(id).toBeNull();
        expect({ ...after, light: null }).toEqual({ ...room, light: null });
        expect(after.light.lampsOn).toBe(room.light.lampsOn);
        expect(after.light.sunDirection).not.toEqual(room.light.sunDirection);
      }
    }
  });
});
