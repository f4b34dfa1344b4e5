/** Commands of the strip under the picture: a key for each variant, one for others, one for the strip itself. */
import type { StepName } from '../../scene';
import { NO_VARIANTS, VARIANTS, type VariantKind, type Variants, offeredRooms, variantOf } from '../variants';
import type { ActionName } from '../i18n';
import type { UiStore } from '../ui';
import { type Action, type ActionContext, hasScene } from './types';

const change = (ui: UiStore, changes: Partial<Variants>): void =>
  ui.setState(({ variants }) => ({ variants: { ...variants, ...changes } }));

/** While the strip is closed, its keys open it. */
const opens = (ui: UiStore): boolean => {
  if (ui.getState().variants.open) return false;
  change(ui, { open: true });
  return true;
};

const STEPS: Readonly<Record<VariantKind, StepName>> = { style: 'style', thing: 'feature', seed: 'variant' };

/** Takes one of the variants that are offered, as one step. */
function applyVariant({ state, ui, openSeed }: ActionContext, at: number): void {
  const { variants } = ui.getState();
  const room = offeredRooms(state, variants)[at];
  if (!room) return;
  if (variants.kind === 'seed' && !state.selection.size) openSeed(room.seed, room.truncation);
  else
    state.edit(STEPS[variants.kind], (scene) => variantOf({ ...state, scene }, variants.kind, room) ?? scene);
}

export const VARYING: readonly Action[] = [
  {
    id: 'variants',
    label: 'variants',
    group: 'things',
    icon: 'variants',
    keys: ['Shift+v'],
    enabled: hasScene,
    run: ({ ui }) => {
      const { open, kind } = ui.getState().variants;
      ui.setState({ variants: { ...NO_VARIANTS, kind, open: !open } });
    },
  },
  ...Array.from({ length: VARIANTS }, (_, at): Action => {
    const number = at + 1;
    return {
      id: `variant-${number}`,
      label: `variant${number}` as ActionName,
      group: 'things',
      keys: [String(number)],
      enabled: ({ state, ui }) => {
        const { variants } = ui.getState();
        return state.scene !== null && (!variants.open || offeredRooms(state, variants)[at] !== undefined);
      },
      run: (context) => {
        if (!opens(context.ui)) applyVariant(context, at);
      },
    };
  }),
  {
    id: 'variants-more',
    label: 'variantsMore',
    group: 'things',
    icon: 'right',
    keys: [String(VARIANTS + 1)],
    enabled: hasScene,
    run: ({ state, ui }) => {
      if (opens(ui)) return;
      const { variants } = ui.getState();
      // Past the last of them they begin again.
      const more = offeredRooms(state, variants).length === VARIANTS;
      change(ui, { page: more ? variants.page + 1 : 0 });
    },
  },
];
