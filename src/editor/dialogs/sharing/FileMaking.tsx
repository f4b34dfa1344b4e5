import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ExportedFile, FileMaker } from '../../file-maker';
import { sentenceOf, useText } from '../../i18n';

/**
 * How the making of a file goes, with the buttons that begin it, stop it and download what came of it.
 * @param name of what is made
 * @param note what else is said while it is made
 * @param preview of the file that was made
 */
export function FileMaking<Request>({
  maker,
  request,
  name,
  note,
  preview,
}: {
  maker: FileMaker<Request>;
  request: Request;
  name: string;
  note?: string;
  preview?: (file: ExportedFile) => ReactNode;
}): ReactElement {
  const t = useText();
  const { part, file, failure } = useStore(maker.state);
  return (
    <>
      {part !== null && (
        <>
          <progress max={1} value={part} aria-label={name} />
          <p aria-live="polite">
            {t('sharing.making', { percent: Math.round(part * 100) })} {note}
          </p>
        </>
      )}
      {failure && (
        <p className="failure" role="alert">
          {sentenceOf(t, failure)}
        </p>
      )}
      {file && preview?.(file)}
      {file && <p role="status">{t('sharing.ready', { name: file.name, size: file.blob.size })}</p>}
      <div className="row">
        {part !== null ? (
          <button type="button" className="button" onClick={() => maker.stop()}>
            {t('page.cancel')}
          </button>
        ) : (
          <button type="button" className="button primary" onClick={() => maker.make(request)}>
            {t('sharing.make')}
          </button>
        )}
        {file && (
          <button type="button" className="button" onClick={() => maker.download()}>
            {t('sharing.download')}
          </button>
        )}
      </div>
    </>
  );
}
