import { type ReactElement, useEffect, useState } from 'react';
import { useEditor, useScene } from '../../context';
import { exportSettings, useExportSettings } from '../../export-settings';
import type { ExportedFile } from '../../file-maker';
import { type Explanation, explanationOf } from '../../../faults';
import { nameOf, sentenceOf, titled, useText } from '../../i18n';
import {
  EXPORT_KINDS,
  type ExportKind,
  PICTURE_SCALES,
  type PictureKind,
  type PictureRequest,
  type Sharing,
} from '../../sharing';
import { Modal } from '../Modal';
import { LayersExport } from './LayersExport';

interface Props {
  readonly sharing: Sharing;
  readonly onClose: () => void;
}

/** Which picture, how large; a preview of the very file that is saved. */
export function ExportDialog({ sharing, onClose }: Props): ReactElement {
  const t = useText();
  const { resolution } = useEditor();
  const blobs = useScene((state) => state.scene?.blobs ?? []).filter((blob) => !blob.hidden);
  const selected = useScene(
    ({ scene, selection }) => scene?.blobs.find(({ id, hidden }) => selection.has(id) && !hidden)?.id,
  );
  const { kind, scale } = useExportSettings();
  const [thing, setThing] = useState(selected ?? blobs.at(-1)?.id ?? '');
  const [busy, setBusy] = useState(false);
  return (
    <Modal title={t('actions.export')} busy={busy} onClose={onClose}>
      <div className="sharing-form">
        <label>
          {t('sharing.what')}
          <select
            value={kind}
            disabled={busy}
            onChange={(event) => exportSettings.setState({ kind: event.target.value as ExportKind })}
          >
            {EXPORT_KINDS.map((each) => (
              <option key={each} value={each}>
                {t(`sharing.kinds.${each}`)}
              </option>
            ))}
          </select>
        </label>
        {kind === 'cutout' && (
          <label>
            {t('sharing.thing')}
            <select value={thing} onChange={(event) => setThing(event.target.value)}>
              {[...blobs].reverse().map((blob) => (
                <option key={blob.id} value={blob.id}>
                  {titled(nameOf(t, blob))}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          {t('sharing.size')}
          <select
            value={scale}
            disabled={busy}
            onChange={(event) =>
              exportSettings.setState({ scale: Number(event.target.value) as PictureRequest['scale'] })
            }
          >
            {PICTURE_SCALES.map((each) => (
              <option key={each} value={each}>
                {t(each === 1 ? 'sharing.own' : 'sharing.scaled', { side: resolution * each, scale: each })}
              </option>
            ))}
          </select>
        </label>
        {scale > 1 && <p className="hint">{t('sharing.resampledHint', { side: resolution })}</p>}
        {kind === 'layers' ? (
          <LayersExport key={scale} sharing={sharing} scale={scale} onWorking={setBusy} />
        ) : (
          <PictureExport sharing={sharing} kind={kind} scale={scale} thing={thing} />
        )}
      </div>
    </Modal>
  );
}

/** A picture is made at once, and shown before it is saved. */
function PictureExport({
  sharing,
  kind,
  scale,
  thing,
}: {
  sharing: Sharing;
  kind: PictureKind;
  scale: PictureRequest['scale'];
  thing: string;
}): ReactElement {
  const t = useText();
  const { file, failure } = useMade(sharing, kind, scale, thing);
  return (
    <>
      <Preview file={file} />
      {failure && (
        <p className="failure" role="alert">
          {sentenceOf(t, failure)}
        </p>
      )}
      <p className="hint">{t('sharing.sceneInside')}</p>
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={!file}
          onClick={() => file && sharing.download(file)}
        >
          {t('sharing.download')}
        </button>
        <button
          type="button"
          className="button"
          disabled={!file}
          onClick={() => void sharing.copyPicture({ kind, scale, blob: thing })}
        >
          {t('sharing.copy')}
        </button>
      </div>
    </>
  );
}

/** The file that these choices make; an older wish that is late is dropped. */
function useMade(
  sharing: Sharing,
  kind: PictureKind,
  scale: PictureRequest['scale'],
  blob: string,
): { file: ExportedFile | null; failure: Explanation | null } {
  const [made, setMade] = useState<{ file: ExportedFile | null; failure: Explanation | null }>({
    file: null,
    failure: null,
  });
  useEffect(() => {
    let wanted = true;
    sharing
      .makePicture({ kind, scale, blob })
      .then((file) => wanted && setMade({ file, failure: null }))
      .catch((error: unknown) => wanted && setMade({ file: null, failure: explanationOf(error) }));
    return () => {
      wanted = false;
      setMade({ file: null, failure: null });
    };
  }, [sharing, kind, scale, blob]);
  return made;
}

/** A file as a picture on the page. */
export function Preview({ file }: { file: ExportedFile | null }): ReactElement | null {
  const t = useText();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file.blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address exists as long as the effect does
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [file]);
  if (!url || !file) return null;
  return file.blob.type.startsWith('video/') ? (
    <video className="sharing-preview" src={url} aria-label={t('sharing.preview')} controls loop muted />
  ) : (
    <img className="sharing-preview" src={url} alt={t('sharing.preview')} data-name={file.name} />
  );
}
