import type { ReactElement } from 'react';
import { useEditor, useUi } from '../../context';
import { AnimationDialog } from './AnimationDialog';
import { ExportDialog } from './ExportDialog';
import { GalleryDialog } from './GalleryDialog';
import { ShareDialog } from './ShareDialog';

/** The dialogs of links, files and exports, where scenes can go anywhere at all. */
export function TravelDialogs(): ReactElement | null {
  const { ui } = useEditor();
  const dialog = useUi((state) => state.dialog);
  const travel = useUi((state) => state.travel);
  if (!travel) return null;
  const close = (): void => ui.setState({ dialog: null });
  if (dialog === 'share') return <ShareDialog travel={travel} onClose={close} />;
  if (dialog === 'export') return <ExportDialog travel={travel} onClose={close} />;
  if (dialog === 'animation') return <AnimationDialog travel={travel} onClose={close} />;
  return dialog === 'gallery' ? <GalleryDialog travel={travel} onClose={close} /> : null;
}
