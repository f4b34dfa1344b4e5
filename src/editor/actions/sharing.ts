/** Commands that take a scene elsewhere, or bring one. */
import { type Action, hasScene } from './types';

const canShare: Action['enabled'] = (context) => hasScene(context) && context.sharing !== null;

export const SHARING: readonly Action[] = [
  {
    id: 'share',
    label: 'share',
    group: 'room',
    keys: [],
    enabled: canShare,
    run: ({ ui }) => ui.setState({ dialog: 'share' }),
  },
  {
    id: 'save',
    label: 'save',
    group: 'room',
    keys: ['Mod+s'],
    overDialogs: true,
    enabled: canShare,
    run: ({ sharing }) => sharing?.saveFile(),
  },
  {
    id: 'open',
    label: 'open',
    group: 'room',
    keys: ['Mod+o'],
    enabled: canShare,
    run: ({ sharing }) => sharing?.chooseFile(),
  },
  {
    id: 'saved-scenes',
    label: 'savedScenes',
    group: 'room',
    keys: ['Mod+Shift+o'],
    enabled: canShare,
    run: ({ ui }) => ui.setState({ dialog: 'saved-scenes' }),
  },
  {
    id: 'export',
    label: 'export',
    group: 'room',
    keys: ['Mod+Shift+e'],
    enabled: canShare,
    run: ({ ui }) => ui.setState({ dialog: 'export' }),
  },
  {
    id: 'animation',
    label: 'animation',
    group: 'room',
    keys: [],
    enabled: canShare,
    run: ({ ui }) => ui.setState({ dialog: 'animation' }),
  },
  {
    id: 'copy-picture',
    label: 'copyPicture',
    group: 'room',
    keys: ['Alt+Shift+c'],
    enabled: canShare,
    run: ({ sharing }) => void sharing?.copyPicture(),
  },
];
