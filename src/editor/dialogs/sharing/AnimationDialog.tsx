import { type ReactElement, useEffect, useRef, useState } from 'react';
import { type Explanation, explanationOf } from '../../../faults';
import { sentenceOf, useText } from '../../i18n';
import type { Easing, ExportedFile, Sharing, VideoFormat } from '../../sharing';
import { useLeaveWarning } from '../../useLeaveWarning';
import { Modal } from '../Modal';
import { Preview } from './ExportDialog';

const EASINGS: readonly Easing[] = ['smooth', 'linear', 'back-and-forth'];

interface Props {
  readonly sharing: Sharing;
  readonly onClose: () => void;
}

/** The edit as a film: from the room as it came to the room as it is. */
export function AnimationDialog({ sharing, onClose }: Props): ReactElement {
  const t = useText();
  const [formats, setFormats] = useState<readonly VideoFormat[]>([]);
  const [format, setFormat] = useState<VideoFormat | null>(null);
  const [seconds, setSeconds] = useState(4);
  const [easing, setEasing] = useState<Easing>('smooth');
  const [beside, setBeside] = useState(false);
  const [part, setPart] = useState<number | null>(null);
  const [file, setFile] = useState<ExportedFile | null>(null);
  const [downloaded, setDownloaded] = useState<ExportedFile | null>(null);
  const [failure, setFailure] = useState<Explanation | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => {
    void sharing.videoFormats().then(setFormats);
    return () => abort.current?.abort();
  }, [sharing]);
  const chosen = format ?? formats[0] ?? 'gif';
  const length = Math.min(20, Math.max(1, seconds || 1));
  const make = (): void => {
    const controller = new AbortController();
    abort.current = controller;
    setFile(null);
    setFailure(null);
    setPart(0);
    sharing
      .makeVideo({ format: chosen, seconds: length, easing, beside }, setPart, controller.signal)
      .then(setFile)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setFailure(explanationOf(error));
      })
      .finally(() => setPart(null));
  };
  const working = part !== null;
  useLeaveWarning(working || (file !== null && file !== downloaded));
  return (
    <Modal title={t('actions.animation')} busy={working} onClose={onClose}>
      <div className="sharing-form">
        <p className="hint">{t('sharing.animationHint')}</p>
        <label>
          {t('sharing.format')}
          <select
            value={chosen}
            disabled={working}
            onChange={(event) => setFormat(event.target.value as VideoFormat)}
          >
            {formats.map((each) => (
              <option key={each} value={each}>
                {t(`sharing.formats.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {formats.length > 0 && !formats.some((each) => each === 'mp4' || each === 'webm') && (
          <p className="hint">{t('sharing.noVideo')}</p>
        )}
        <label>
          {t('sharing.seconds')}
          <input
            type="number"
            min="1"
            max="20"
            value={seconds}
            disabled={working}
            onChange={(event) => setSeconds(Number(event.target.value))}
          />
        </label>
        <label>
          {t('sharing.easing')}
          <select
            value={easing}
            disabled={working}
            onChange={(event) => setEasing(event.target.value as Easing)}
          >
            {EASINGS.map((each) => (
              <option key={each} value={each}>
                {t(`sharing.easings.${each}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="row">
          <input
            type="checkbox"
            checked={beside}
            disabled={working}
            onChange={(event) => setBeside(event.target.checked)}
          />
          {t('sharing.beside')}
        </label>
        {working && (
          <>
            <progress max={1} value={part} aria-label={t('actions.animation')} />
            <p aria-live="polite">{t('sharing.making', { percent: Math.round(part * 100) })}</p>
          </>
        )}
        {failure && (
          <p className="failure" role="alert">
            {sentenceOf(t, failure)}
          </p>
        )}
        {file && file.blob.type !== 'application/zip' && <Preview file={file} />}
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
      </div>
    </Modal>
  );
}
