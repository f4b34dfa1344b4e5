import type { ReactElement } from 'react';
import { useEditor, useUi } from '../../context';
import { AnimationDialog } from './AnimationDialog';
import { ExportDialog } from './ExportDialog';
import { SavedScenesDialog } from './SavedScenesDialog';
import { ShareDialog } from './ShareDialog';

/** The dialogs of links, files and exports, where scenes can go anywhere at all. */
export function SharingDialogs(): ReactElement | null {
  const { ui, sharing } = useEditor();
  const dialog = useUi((state) => state.dialog);
  if (!sharing) return null;
  const close = (): void => ui.setState({ dialog: null });
  if (dialog === 'share') return <ShareDialog sharing={sharing} onClose={close} />;
  if (dialog === 'export') return <ExportDialog sharing={sharing} onClose={close} />;
  if (dialog === 'animation') return <AnimationDialog sharing={sharing} onClose={close} />;
  return dialog === 'saved-scenes' ? <SavedScenesDialog sharing={sharing} onClose={close} /> : null;
}
