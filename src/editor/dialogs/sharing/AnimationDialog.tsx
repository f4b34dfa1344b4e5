import { type ReactElement, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { exportSettings, useExportSettings } from '../../export-settings';
import { useText } from '../../i18n';
import { EASINGS, type Easing, type Sharing, type VideoFormat } from '../../sharing';
import { Modal } from '../Modal';
import { Preview } from './ExportDialog';
import { FileMaking } from './FileMaking';

interface Props {
  readonly sharing: Sharing;
  readonly onClose: () => void;
}

/** The edit as a film: from the room as it came to the room as it is. */
export function AnimationDialog({ sharing, onClose }: Props): ReactElement {
  const t = useText();
  const working = useStore(sharing.film.state, ({ part }) => part !== null);
  const { beside, easing, format, seconds } = useExportSettings();
  const [formats, setFormats] = useState<readonly VideoFormat[]>([]);
  /** As it is typed: on its way it may be empty, or out of bounds. */
  const [typed, setTyped] = useState(String(seconds));
  useEffect(() => void sharing.videoFormats().then(setFormats), [sharing]);
  // What was chosen last may be a format that this browser cannot make.
  const chosen = formats.find((each) => each === format) ?? formats[0] ?? 'gif';
  return (
    <Modal title={t('actions.animation')} onClose={onClose}>
      <div className="sharing-form">
        <p className="hint">{t('sharing.animationHint')}</p>
        <label>
          {t('sharing.format')}
          <select
            value={chosen}
            disabled={working}
            onChange={(event) => exportSettings.setState({ format: event.target.value as VideoFormat })}
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
            value={typed}
            disabled={working}
            onChange={(event) => {
              setTyped(event.target.value);
              exportSettings.setState({
                seconds: Math.min(20, Math.max(1, Number(event.target.value) || 1)),
              });
            }}
          />
        </label>
        <label>
          {t('sharing.easing')}
          <select
            value={easing}
            disabled={working}
            onChange={(event) => exportSettings.setState({ easing: event.target.value as Easing })}
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
            onChange={(event) => exportSettings.setState({ beside: event.target.checked })}
          />
          {t('sharing.beside')}
        </label>
        <FileMaking
          maker={sharing.film}
          request={{ format: chosen, seconds, easing, beside }}
          name={t('actions.animation')}
          note={t('sharing.goesOn')}
          preview={(file) => file.blob.type !== 'application/zip' && <Preview file={file} />}
        />
      </div>
    </Modal>
  );
}
