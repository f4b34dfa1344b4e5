/** Commands that take a scene elsewhere, or bring one. */
import { type Action, hasScene } from './types';

const canTravel: Action['enabled'] = (context) => hasScene(context) && context.ui.getState().travel !== null;

export const TRAVELLING: readonly Action[] = [
  {
    id: 'share',
    label: 'share',
    group: 'room',
    keys: [],
    enabled: canTravel,
    run: ({ ui }) => ui.setState({ dialog: 'share' }),
  },
  {
    id: 'save',
    label: 'save',
    group: 'room',
    keys: ['Mod+s'],
    overDialogs: true,
    enabled: canTravel,
    run: ({ ui }) => ui.getState().travel?.saveFile(),
  },
  {
    id: 'open',
    label: 'open',
    group: 'room',
    keys: ['Mod+o'],
    enabled: canTravel,
    run: ({ ui }) => ui.getState().travel?.chooseFile(),
  },
  {
    id: 'gallery',
    label: 'gallery',
    group: 'room',
    keys: ['Mod+Shift+o'],
    enabled: canTravel,
    run: ({ ui }) => ui.setState({ dialog: 'gallery' }),
  },
  {
    id: 'export',
    label: 'export',
    group: 'room',
    keys: ['Mod+Shift+e'],
    enabled: canTravel,
    run: ({ ui }) => ui.setState({ dialog: 'export' }),
  },
  {
    id: 'animation',
    label: 'animation',
    group: 'room',
    keys: [],
    enabled: canTravel,
    run: ({ ui }) => ui.setState({ dialog: 'animation' }),
  },
  {
    id: 'copy-picture',
    label: 'copyPicture',
    group: 'room',
    keys: ['Alt+Shift+c'],
    enabled: canTravel,
    run: ({ ui }) => void ui.getState().travel?.copyPicture(),
  },
];
