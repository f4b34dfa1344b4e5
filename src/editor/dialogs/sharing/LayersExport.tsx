import { type ReactElement, useEffect, useRef, useState } from 'react';
import { type Explanation, explanationOf } from '../../../faults';
import { sentenceOf, useText } from '../../i18n';
import type { ExportedFile, LayersRequest, Sharing } from '../../sharing';
import { useLeaveWarning } from '../../useLeaveWarning';

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
  const [part, setPart] = useState<number | null>(null);
  const [file, setFile] = useState<ExportedFile | null>(null);
  const [downloaded, setDownloaded] = useState<ExportedFile | null>(null);
  const [failure, setFailure] = useState<Explanation | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const working = part !== null;
  useLeaveWarning(working || (file !== null && file !== downloaded));
  const make = (): void => {
    const controller = new AbortController();
    abort.current = controller;
    setFile(null);
    setFailure(null);
    setPart(0);
    onWorking(true);
    sharing
      .makeLayers({ scale }, setPart, controller.signal)
      .then(setFile)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setFailure(explanationOf(error));
      })
      .finally(() => {
        setPart(null);
        onWorking(false);
      });
  };
  return (
    <>
      <p className="hint">{t('sharing.layersHint')}</p>
      {working && (
        <>
          <progress max={1} value={part} aria-label={t('sharing.kinds.layers')} />
          <p aria-live="polite">{t('sharing.making', { percent: Math.round(part * 100) })}</p>
        </>
      )}
      {failure && (
        <p className="failure" role="alert">
          {sentenceOf(t, failure)}
        </p>
      )}
      {file && <p role="status">{t('sharing.ready', { name: file.name, size: file.blob.size })}</p>}
      <div className="row">
        {working ? (
          <button type="button" className="button" onClick={() => abort.current?.abort()}>
            {t('page.cancel')}
          </button>
        ) : (
          <button type="button" className="button primary" onClick={make}>
            {t('sharing.make')}
          </button>
        )}
        {file && (
          <button
            type="button"
            className="button"
            onClick={() => {
              sharing.download(file);
              setDownloaded(file);
            }}
          >
            {t('sharing.download')}
          </button>
        )}
      </div>
    </>
  );
}
