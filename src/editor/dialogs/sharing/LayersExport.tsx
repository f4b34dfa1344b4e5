import { type ReactElement, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { FileMaker, losesFile } from '../../file-maker';
import { useText } from '../../i18n';
import type { LayersRequest, Sharing } from '../../sharing';
import { useLeaveWarning } from '../../useLeaveWarning';
import { FileMaking } from './FileMaking';

/**
 * A file of layers takes a picture for each thing: it is made when it is asked for, and can be given up.
 * @param onWorking whether it is being made
 */
export function LayersExport({
  sharing,
  scale,
  onWorking,
}: {
  sharing: Sharing;
  scale: LayersRequest['scale'];
  onWorking: (working: boolean) => void;
}): ReactElement {
  const t = useText();
  const [maker] = useState(
    () =>
      new FileMaker<LayersRequest>(
        (...asked) => sharing.makeLayers(...asked),
        (file) => sharing.download(file),
      ),
  );
  const working = useStore(maker.state, ({ part }) => part !== null);
  useLeaveWarning(useStore(maker.state, losesFile));
  useEffect(() => onWorking(working), [onWorking, working]);
  useEffect(() => () => maker.stop(), [maker]);
  return (
    <>
      <p className="hint">{t('sharing.layersHint')}</p>
      <FileMaking maker={maker} request={{ scale }} name={t('sharing.kinds.layers')} />
    </>
  );
}
