/** Every command of the editor. Shortcuts, buttons, the menu, the palette and the help sheet all read this table. */
import { Defect } from '../../faults';
import { ARRANGING } from './arranging';
import { EDITING } from './editing';
import { ROOMS } from './rooms';
import { SHAPING } from './shaping';
import { SHARING } from './sharing';
import type { Action } from './types';
import { VARYING } from './variants';
import { VIEWING } from './viewing';

export { type Action, runAction } from './types';

export const ACTIONS: readonly Action[] = [
  ...EDITING,
  ...ARRANGING,
  ...SHAPING,
  ...VARYING,
  ...ROOMS,
  ...VIEWING,
  ...SHARING,
];

export function actionNamed(id: string): Action {
  const found = ACTIONS.find((action) => action.id === id);
  if (!found) throw new Defect(`There is no action ${id}.`);
  return found;
}

/**
 * How well a text matches a label: every letter in order; runs and starts of words count more.
 * @returns 0 when it does not match, else the higher the better
 */
export function fuzzyScore(label: string, text: string): number {
  const [haystack, needle] = [label.toLowerCase(), text.toLowerCase().replaceAll(' ', '')];
  let score = 1;
  let at = -1;
  for (const letter of needle) {
    const next = haystack.indexOf(letter, at + 1);
    if (next < 0) return 0;
    const starts = next === 0 || haystack[next - 1] === ' ';
    score += next === at + 1 ? 3 : starts ? 2 : 0.2;
    at = next;
  }
  return score / Math.sqrt(haystack.length);
}
