import { type ReactElement, useEffect, useRef, useState } from 'react';
import { type Told, toldOf } from '../../../faults';
import { sentenceOf, useText } from '../../i18n';
import type { Easing, MadeFile, Travel, VideoFormat } from '../../travel';
import { useLeaveWarning } from '../../useLeaveWarning';
import { Modal } from '../Modal';
import { Preview } from './ExportDialog';

const EASINGS: readonly Easing[] = ['smooth', 'linear', 'back-and-forth'];

interface Props {
  readonly travel: Travel;
  readonly onClose: () => void;
}

/** The edit as a film: from the room as it came to the room as it is. */
export function AnimationDialog({ travel, onClose }: Props): ReactElement {
  const t = useText();
  const [formats, setFormats] = useState<readonly VideoFormat[]>([]);
  const [format, setFormat] = useState<VideoFormat | null>(null);
  const [seconds, setSeconds] = useState(4);
  const [easing, setEasing] = useState<Easing>('smooth');
  const [beside, setBeside] = useState(false);
  const [part, setPart] = useState<number | null>(null);
  const [file, setFile] = useState<MadeFile | null>(null);
  const [downloaded, setDownloaded] = useState<MadeFile | null>(null);
  const [failure, setFailure] = useState<Told | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => {
    void travel.videoFormats().then(setFormats);
    return () => abort.current?.abort();
  }, [travel]);
  const chosen = format ?? formats[0] ?? 'gif';
  const length = Math.min(20, Math.max(1, seconds || 1));
  const make = (): void => {
    const controller = new AbortController();
    abort.current = controller;
    setFile(null);
    setFailure(null);
    setPart(0);
    travel
      .makeVideo({ format: chosen, seconds: length, easing, beside }, setPart, controller.signal)
      .then(setFile)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setFailure(toldOf(error));
      })
      .finally(() => setPart(null));
  };
  const working = part !== null;
  useLeaveWarning(working || (file !== null && file !== downloaded));
  return (
    <Modal title={t('actions.animation')} busy={working} onClose={onClose}>
      <div className="travel-form">
        <p className="hint">{t('travel.animationHint')}</p>
        <label>
          {t('travel.format')}
          <select
            value={chosen}
            disabled={working}
            onChange={(event) => setFormat(event.target.value as VideoFormat)}
          >
            {formats.map((each) => (
              <option key={each} value={each}>
                {t(`travel.formats.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {formats.length > 0 && !formats.some((each) => each === 'mp4' || each === 'webm') && (
          <p className="hint">{t('travel.noVideo')}</p>
        )}
        <label>
          {t('travel.seconds')}
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
          {t('travel.easing')}
          <select
            value={easing}
            disabled={working}
            onChange={(event) => setEasing(event.target.value as Easing)}
          >
            {EASINGS.map((each) => (
              <option key={each} value={each}>
                {t(`travel.easings.${each}`)}
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
          {t('travel.beside')}
        </label>
        {working && (
          <>
            <progress max={1} value={part} aria-label={t('actions.animation')} />
            <p aria-live="polite">{t('travel.making', { percent: Math.round(part * 100) })}</p>
          </>
        )}
        {failure && (
          <p className="failure" role="alert">
            {sentenceOf(t, failure)}
          </p>
        )}
        {file && file.blob.type !== 'application/zip' && <Preview file={file} />}
        {file && <p role="status">{t('travel.ready', { name: file.name, size: file.blob.size })}</p>}
        <div className="row">
          {working ? (
            <button type="button" className="button" onClick={() => abort.current?.abort()}>
              {t('page.cancel')}
            </button>
          ) : (
            <button type="button" className="button primary" onClick={make}>
              {t('travel.make')}
            </button>
          )}
          {file && (
            <button
              type="button"
              className="button"
              onClick={() => {
                travel.download(file);
                setDownloaded(file);
              }}
            >
              {t('travel.download')}
            </button>
          )}
        </div>
      </div>
    </Modal>
  );
}
