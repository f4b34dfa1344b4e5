/** Commands that change what is selected and how it is seen. */
import { boxOf, cameraOn, zoomAbout } from '../canvas/geometry';
import { FAINT } from '../canvas/picking';
import type { ActionName } from '../i18n';
import { type CompareMode, HOME } from '../ui';
import { type Action, type ActionContext, always, hasScene, hasSelection } from './types';

const ZOOM_STEP = 1.25;

/** The selection goes to the next or previous blob that is shown, front ones first. */
function cycle({ state }: ActionContext, direction: 1 | -1): void {
  const blobs = [...(state.scene?.blobs ?? [])].reverse().filter((blob) => !blob.hidden);
  if (!blobs.length) return;
  const at = blobs.findIndex((blob) => state.selection.has(blob.id));
  const next = at < 0 ? (direction > 0 ? 0 : blobs.length - 1) : at + direction;
  // Past the end the selection is cleared and the key goes on to the page, so that nobody is trapped.
  state.select(next >= 0 && next < blobs.length ? [blobs[next]!.id] : []);
}

function zoom({ ui }: ActionContext, factor: number): void {
  const { camera, size } = ui.getState();
  ui.setState({ camera: zoomAbout(camera, factor, { x: size.width / 2, y: size.height / 2 }, size) });
}

/** Brings what is selected to the middle, as large as fits. */
function fitSelection({ state, ui, abNorm }: ActionContext): void {
  const chosen = (state.scene?.blobs ?? []).filter((blob) => state.selection.has(blob.id));
  if (!chosen.length) return;
  ui.setState({ camera: cameraOn(boxOf(chosen, abNorm), ui.getState().size) });
}

function comparing(id: string, mode: CompareMode, label: ActionName, key: string): Action {
  return {
    id,
    label,
    group: 'view',
    keys: [key],
    enabled: hasScene,
    run: ({ ui }) => ui.setState({ compare: ui.getState().compare === mode ? 'off' : mode }),
  };
}

export const VIEWING: readonly Action[] = [
  {
    id: 'select-all',
    label: 'selectAll',
    group: 'edit',
    keys: ['Mod+a'],
    enabled: hasScene,
    run: ({ state }) =>
      state.select(
        (state.scene?.blobs ?? []).filter((blob) => !blob.hidden && !blob.locked).map((blob) => blob.id),
      ),
  },
  {
    id: 'escape',
    label: 'escape',
    group: 'edit',
    keys: ['Escape'],
    enabled: ({ state, ui }) =>
      ui.getState().cancelGesture !== null || state.mark !== null || state.selection.size > 0,
    run: ({ state, ui }) => {
      const { cancelGesture } = ui.getState();
      if (cancelGesture) cancelGesture();
      else if (state.mark) state.cancel();
      else state.select([]);
    },
  },
  {
    id: 'next',
    label: 'next',
    group: 'things',
    keys: ['Tab'],
    canvasOnly: true,
    enabled: ({ state }) => (state.scene?.blobs.length ?? 0) > 0,
    run: (context) => cycle(context, 1),
  },
  {
    id: 'previous',
    label: 'previous',
    group: 'things',
    keys: ['Shift+Tab'],
    canvasOnly: true,
    enabled: ({ state }) => (state.scene?.blobs.length ?? 0) > 0,
    run: (context) => cycle(context, -1),
  },
  {
    id: 'outlines',
    label: 'outlines',
    group: 'view',
    icon: 'outline',
    keys: ['b'],
    enabled: always,
    run: ({ ui }) => ui.setState(({ outlines }) => ({ outlines: !outlines })),
  },
  {
    id: 'faint',
    label: 'faint',
    group: 'view',
    keys: ['Shift+b'],
    enabled: always,
    run: ({ ui }) => ui.setState({ faintest: ui.getState().faintest < FAINT ? FAINT : 0 }),
  },
  {
    id: 'regions',
    label: 'regions',
    group: 'view',
    keys: [],
    enabled: always,
    run: ({ ui }) => ui.setState({ regions: !ui.getState().regions }),
  },
  {
    id: 'snap',
    label: 'snap',
    group: 'view',
    keys: ['Shift+s'],
    enabled: always,
    run: ({ ui }) => ui.setState({ snap: !ui.getState().snap }),
  },
  {
    id: 'compare-hold',
    label: 'compareHold',
    group: 'view',
    keys: ['c'],
    enabled: hasScene,
    run: ({ compare }) => compare(true),
    release: ({ compare }) => compare(false),
  },
  comparing('compare-split', 'split', 'compareSplit', 'Shift+c'),
  comparing('compare-difference', 'difference', 'compareDifference', 'Shift+d'),
  {
    id: 'tool-select',
    label: 'selectTool',
    group: 'view',
    icon: 'pointer',
    keys: ['v'],
    enabled: always,
    run: ({ ui }) => ui.setState({ tool: 'select' }),
  },
  {
    id: 'tool-hand',
    label: 'handTool',
    group: 'view',
    icon: 'hand',
    keys: ['h'],
    enabled: always,
    run: ({ ui }) => ui.setState({ tool: 'hand' }),
  },
  {
    id: 'zoom-in',
    label: 'zoomIn',
    group: 'view',
    icon: 'zoomIn',
    keys: ['Mod+=', 'Mod++'],
    enabled: always,
    run: (context) => zoom(context, ZOOM_STEP),
  },
  {
    id: 'zoom-out',
    label: 'zoomOut',
    group: 'view',
    icon: 'zoomOut',
    keys: ['Mod+-'],
    enabled: always,
    run: (context) => zoom(context, 1 / ZOOM_STEP),
  },
  {
    id: 'zoom-reset',
    label: 'zoomReset',
    group: 'view',
    keys: ['Mod+0'],
    enabled: always,
    run: ({ ui }) => ui.setState({ camera: HOME }),
  },
  {
    id: 'fit',
    label: 'fit',
    group: 'view',
    icon: 'fit',
    keys: ['Shift+1'],
    enabled: always,
    run: ({ ui }) => ui.setState({ camera: HOME }),
  },
  {
    id: 'fit-selection',
    label: 'fitSelection',
    group: 'view',
    keys: ['Shift+2'],
    enabled: hasSelection,
    run: fitSelection,
  },
  {
    id: 'help',
    label: 'help',
    group: 'view',
    icon: 'help',
    keys: ['?'],
    enabled: always,
    run: ({ ui }) => ui.setState({ dialog: 'help' }),
  },
  {
    id: 'palette',
    label: 'palette',
    group: 'view',
    keys: ['Mod+Shift+p', 'Mod+/'],
    enabled: always,
    run: ({ ui }) => ui.setState({ dialog: 'palette' }),
  },
];
