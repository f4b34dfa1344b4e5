import { describe, expect, it, vi } from 'vitest';
import { checkpointFiles } from '../../../src/app/checkpoint-files';
import { engineChoices } from '../../../src/app/engine-choices';
import { Session } from '../../../src/app/session';
import { Shell, type ShellServices } from '../../../src/app/shell';
import type { ModelPlace, StoredModel } from '../../../src/engine';
import { FakeEngine, MODEL } from './fake-engine';

const stored = (id: string): StoredModel =>
  ({ manifest: { ...MODEL.manifest, id }, bytes: 1 }) as unknown as StoredModel;

const A: ModelPlace = { kind: 'stored', id: 'a' };
const EARLIER: ModelPlace = { kind: 'url', manifestUrl: 'https://example.test/earlier/manifest.json' };

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A shell over fake engines. @param broken ids of models that do not open */
async function started(first: ModelPlace | null, broken: readonly string[] = [], models = ['a']) {
  const sessions: Session[] = [];
  const engines: FakeEngine[] = [];
  const kept = new Set(models);
  const services: ShellServices = {
    defaultPlace: { kind: 'url', manifestUrl: 'https://example.test/manifest.json' },
    createSession: (place) => {
      const engine = new FakeEngine();
      if (place.kind === 'stored' && broken.includes(place.id))
        engine.load.mockRejectedValue(new Error('The model is damaged: convert it again.'));
      const session = new Session(place, engine.start);
      sessions.push(session);
      engines.push(engine);
      return session;
    },
    listModels: async () => [...kept].map(stored),
    deleteModel: async (id) => void kept.delete(id),
    convert: vi.fn<ShellServices['convert']>(async () => MODEL.manifest),
    findPageModel: async (id) => (id === 'earlier' ? EARLIER : null),
  };
  const shell = new Shell(5, first, services);
  await settled();
  const place = () => shell.state.getState().session.place;
  return { shell, services, sessions, engines, place };
}

describe('which model is open', () => {
  it('begins with the one that was open last, on the first scene', async () => {
    const { shell, place } = await started(A);
    expect(place()).toEqual({ kind: 'stored', id: 'a' });
    expect(shell.state.getState().session.scene.getState().scene).toMatchObject({ seed: 5 });
  });

  it('falls back to the model of the page when that one does not open, says why, and forgets it', async () => {
    engineChoices.setState({ model: 'a' });
    const { shell, place, engines } = await started(A, ['a']);
    expect(place().kind).toBe('url');
    expect(engines[0]!.close).toHaveBeenCalledOnce();
    expect(shell.state.getState()).toMatchObject({ dialog: true });
    expect(shell.state.getState().failure).not.toBeNull();
    expect(engineChoices.getState().model).toBeNull();
  });

  it('opens another one on the same seed, and ends the session before', async () => {
    const { shell, place, engines } = await started(null);
    expect(await shell.open(A)).toBe(true);
    expect(place()).toEqual({ kind: 'stored', id: 'a' });
    expect(engines.map(({ close }) => close.mock.calls.length)).toEqual([1, 0]);
    expect(engineChoices.getState().model).toBe('a');
    expect(shell.state.getState().session.scene.getState().scene).toMatchObject({ seed: 5 });
  });

  it('stays with the session that there is when another model fails to open', async () => {
    const { shell, engines, sessions } = await started(null, ['b'], ['b']);
    expect(await shell.open({ kind: 'stored', id: 'b' })).toBe(false);
    expect(shell.state.getState().session).toBe(sessions[0]);
    expect(engines.map(({ close }) => close.mock.calls.length)).toEqual([0, 1]);
    expect(shell.state.getState().busy).toBeNull();
    expect(shell.state.getState().failure).not.toBeNull();
  });

  it('finds the model of a link here, on the page, or asks for its checkpoint', async () => {
    const { shell, place } = await started(null);
    expect(await shell.openModel('a')).toBe(true);
    expect(place()).toEqual({ kind: 'stored', id: 'a' });
    expect(await shell.openModel('earlier')).toBe(true);
    expect(place()).toEqual(EARLIER);
    // What comes with the page is opened for its links alone.
    expect(engineChoices.getState().model).toBeNull();
    expect(await shell.openModel('elsewhere')).toBe(false);
    expect(shell.state.getState().dialog).toBe(true);
  });

  it('is told when one is removed', async () => {
    const { shell } = await started(null);
    shell.showModels(true);
    await settled();
    expect(shell.state.getState().models).toHaveLength(1);
    await shell.remove('a');
    expect(shell.state.getState().models).toEqual([]);
  });
});

describe('a conversion', () => {
  const file = (name: string): File => new File(['x'], name);

  it('takes what goes with a checkpoint by its name, and opens the model', async () => {
    const { shell, services, place } = await started(null);
    await shell.convert(
      checkpointFiles([file('a_mean_latent.pt'), file('bed.ckpt'), file('bed_cherrypicked.pt')]),
    );
    expect(vi.mocked(services.convert).mock.calls[0]![0]).toMatchObject({
      name: 'bed',
      checkpoint: { name: 'bed.ckpt' },
      meanLatent: { name: 'a_mean_latent.pt' },
      picks: { name: 'bed_cherrypicked.pt' },
    });
    expect(place()).toEqual({ kind: 'stored', id: MODEL.manifest.id });
    expect(shell.state.getState()).toMatchObject({ busy: null, failure: null });
  });

  it('asks for the checkpoint when only its companions came', async () => {
    const { shell, services } = await started(null);
    await shell.convert(checkpointFiles([file('a_mean_latent.pt')]));
    expect(services.convert).not.toHaveBeenCalled();
    expect(shell.state.getState()).toMatchObject({ dialog: true });
    expect(shell.state.getState().failure).not.toBeNull();
  });

  it('is silent when it was cancelled, and says what failed otherwise', async () => {
    const { shell, services } = await started(null);
    vi.mocked(services.convert).mockImplementation(async (_, __, signal) => {
      shell.cancel();
      throw signal!.reason;
    });
    await shell.convert(checkpointFiles([file('bed.ckpt')]));
    expect(shell.state.getState()).toMatchObject({ busy: null, failure: null });
    vi.mocked(services.convert).mockRejectedValue(new Error('It is no checkpoint.'));
    await shell.convert(checkpointFiles([file('bed.ckpt')]));
    expect(shell.state.getState()).toMatchObject({ busy: null });
    expect(shell.state.getState().failure).not.toBeNull();
  });
});
