import { beforeEach, expect, it } from 'vitest';
import { keptColours, readKeptColours, toggleSaved, usedColour } from '../../../src/editor/kept-colours';

const colour = (at: number): string => `#${at.toString(16).padStart(6, '0')}`;

beforeEach(() => keptColours.setState({ recent: [], saved: [] }));

it('keeps the colours that were used last, each once, the newest first', () => {
  for (let at = 0; at < 20; at++) usedColour(colour(at));
  usedColour(colour(15));
  const { recent } = keptColours.getState();
  expect(recent.slice(0, 3)).toEqual([colour(15), colour(19), colour(18)]);
  expect(recent).toHaveLength(12);
});

it('keeps a colour until it is given up', () => {
  toggleSaved(colour(1));
  toggleSaved(colour(2));
  expect(keptColours.getState().saved).toEqual([colour(2), colour(1)]);
  toggleSaved(colour(2));
  expect(keptColours.getState().saved).toEqual([colour(1)]);
});

it('leaves out what is no colour of what was kept', () => {
  expect(readKeptColours({ recent: ['#a1543c', 'url(x)', 5], saved: 'no' })).toEqual({
    recent: ['#a1543c'],
    saved: [],
  });
  expect(readKeptColours(null)).toEqual({ recent: [], saved: [] });
});
