import { type ReactElement, type ReactNode, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { seedOfPick } from '../blobgan';
import { sizeOf } from '../convert/manifest';
import {
  Editor,
  EditorContext,
  Icon,
  SharingDialogs,
  SharingMenu,
  SharingNotice,
  createUiStore,
  losesFile,
  sentenceOf,
  standsOf,
  useLeaveWarning,
  useNarrow,
  useText,
} from '../editor';
import type { LoadProgress } from '../engine';
import type { RoomKind, ToldThing } from '../scene';
import { EngineSetting, EngineStatus } from './EngineStatus';
import { ModelsDialog } from './ModelsDialog';
import { placeKey } from './model-places';
import { NO_SEED_ROOMS } from './seed-rooms';
import { sceneModel } from './scene-model';
import type { Session } from './session';
import type { Shell } from './shell';
import type { PageSharing } from './sharing/page-sharing';
import { useDrop } from './useDrop';

export function App({ shell, sharing }: { shell: Shell; sharing: PageSharing }): ReactElement {
  const session = useStore(shell.state, (state) => state.session);
  const dropping = useDrop(sharing);
  const converting = useStore(shell.state, ({ busy }) => busy?.what === 'convert');
  const unkept = useStore(sharing.state, (state) => state.unkept);
  const film = useStore(sharing.film.state, losesFile);
  useLeaveWarning(converting || unkept || film);
  const t = useText();
  const narrow = useNarrow();
  return (
    <>
      {/* Another model is another document, another history: the editor starts afresh. */}
      <SessionEditor
        key={placeKey(session.place)}
        session={session}
        sharing={sharing}
        models={
          <button
            type="button"
            className="button menu-button"
            title={t('models.title')}
            onClick={() => shell.showModels(true)}
          >
            {!narrow && <Icon name="models" />}
            <span>{t('models.title')}</span>
          </button>
        }
      />
      <ModelsDialog shell={shell} onFiles={(files) => void sharing.receive({ files, text: '' })} />
      {dropping && <div className="dropping">{t('models.dropHere')}</div>}
    </>
  );
}

interface SessionEditorProps {
  readonly session: Session;
  readonly sharing: PageSharing;
  /** Opens the models. */
  readonly models: ReactNode;
}

function SessionEditor({ session, sharing, models }: SessionEditorProps): ReactElement {
  const model = useStore(session.state, (state) => state.model);
  const seedRooms = useStore(session.state, (state) => state.seedRooms);
  const [ui] = useState(createUiStore);
  const narrow = useNarrow();
  const value = useMemo(
    () => ({
      store: session.scene,
      ui,
      abNorm: model?.manifest.shape.abNorm ?? 0.02,
      resolution: model?.manifest.shape.resolution ?? 256,
      picks: Array.from({ length: model?.manifest.picks?.count ?? 0 }, (_, index) => seedOfPick(index)),
      slotNames: model ? sceneModel(model).names : [],
      seedRooms: seedRooms ?? NO_SEED_ROOMS,
      stands: standsOf(model?.manifest.blobs ?? []),
      attributes: model?.manifest.attributes?.schema ?? null,
      traitsOf: (thing: ToldThing) => session.vectors.traitsOf(thing),
      roomOf: session.roomOf,
      smallPicture: session.smallPicture,
      picture: session.painter.state,
      openSeed: (seed: number, truncation: number) => void session.openSeed(seed, truncation),
      openNewRoom: (kind: RoomKind | null, truncation: number) => void session.openNewRoom(kind, truncation),
      compare: session.compare,
      sharing,
      attachPicture: session.painter.attach,
      comparison: session.comparison,
      attachOriginal: session.attachOriginal,
      drawSmall: session.smallPictures.of,
    }),
    [session, model, seedRooms, ui, sharing],
  );
  return (
    <EditorContext value={value}>
      <Editor
        status={<Status session={session} />}
        veil={<Veil session={session} />}
        menu={
          <>
            <SharingMenu more={narrow && models} />
            {!narrow && models}
          </>
        }
        settings={<EngineSetting session={session} />}
      />
      <SharingDialogs />
      <SharingNotice sharing={sharing} />
    </EditorContext>
  );
}

function Status({ session }: { session: Session }): ReactElement {
  const model = useStore(session.state, (state) => state.model);
  const t = useText();
  if (!model) return <span>{t('loading.title')}</span>;
  const { manifest } = model;
  return (
    <>
      <span>
        {manifest.name}
        <span className="model-facts">
          {' '}
          · {t('status.model', { resolution: manifest.shape.resolution, size: sizeOf(manifest) })}
        </span>
      </span>
      <EngineStatus session={session} />
    </>
  );
}

function progressText(t: ReturnType<typeof useText>, progress: LoadProgress | null): string {
  if (!progress) return t('loading.title');
  if (progress.phase === 'warm-up') return t('loading.warmUp');
  if (progress.phase === 'runtime') return t('loading.runtime');
  const { loaded, total } = progress;
  return progress.phase === 'download'
    ? t('loading.download', { loaded, total })
    : t('loading.compile', { done: loaded, total });
}

/** How far the whole of the loading has come: most of the wait is the download, then the compilation. */
function progressPart(progress: LoadProgress | null): number {
  if (!progress) return 0;
  if (progress.phase === 'download') return (0.6 * progress.loaded) / Math.max(1, progress.total);
  if (progress.phase === 'runtime') return 0.6;
  if (progress.phase === 'compile') return 0.6 + (0.3 * progress.loaded) / progress.total;
  return 0.95;
}

/** Lies over the canvas while the first picture is on its way, and when something failed. */
function Veil({ session }: { session: Session }): ReactElement | null {
  const t = useText();
  const progress = useStore(session.state, (state) => state.progress);
  const failure = useStore(session.state, (state) => state.failure);
  const drawn = useStore(session.state, (state) => state.drawnIn !== null);
  const stopped = useStore(session.state, (state) => state.stopped);
  if (failure) {
    return (
      <div className={drawn ? 'notice' : 'veil'} role="alert">
        <div className="card">
          <h2>{t('page.failed')}</h2>
          <p>{sentenceOf(t, failure)}</p>
          {stopped ? (
            <button type="button" className="button primary" onClick={session.restart}>
              {t('engine.restart')}
            </button>
          ) : drawn ? (
            <button type="button" className="button" onClick={session.dismissFailure}>
              {t('page.dismiss')}
            </button>
          ) : (
            <button type="button" className="button primary" onClick={() => location.reload()}>
              {t('page.reload')}
            </button>
          )}
        </div>
      </div>
    );
  }
  if (drawn) return null;
  const part = progressPart(progress);
  return (
    <div className="veil" data-testid="loading">
      <div className="card">
        <h2>{t('loading.title')}</h2>
        <progress value={part} max={1} aria-label={t('loading.title')} />
        <p aria-live="polite">{progressText(t, progress)}</p>
      </div>
    </div>
  );
}
