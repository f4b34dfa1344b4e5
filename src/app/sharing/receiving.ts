/** Opens what a person drops, pastes or chooses, or says in one sentence why it cannot. */
import type { Notice, Received } from '../../editor';
import type { Session } from '../session';
import type { Shell } from '../shell';
import { type Reader, readFiles, readText, shortName } from './files';

interface ReceivingPage {
  readonly shell: Shell;
  readonly say: (notice: Notice) => void;
  /** Opens a scene, or says what is wrong with it. @returns whether it was opened */
  readonly open: (read: Reader, request: (session: Session) => () => boolean) => Promise<boolean>;
  /** Of what a person asks for, in order. */
  readonly nextNumber: () => number | undefined;
}

export async function receive({ files, text }: Received, page: ReceivingPage): Promise<void> {
  const { shell, say } = page;
  if (shell.state.getState().busy) return say({ key: 'busy' });
  if (files.length) return receiveFiles(files, page);
  if (!text.trim()) return;
  const read = readText(text);
  if (read) await page.open(read, (session) => session.request());
  else say({ key: 'noSceneInText' });
}

/** @param files at least one */
async function receiveFiles(files: readonly File[], page: ReceivingPage): Promise<void> {
  const { shell, say } = page;
  // Reading them takes a while, and the person may have gone on by then.
  const number = page.nextNumber();
  const arrival = await readFiles(files);
  if (arrival.kind === 'foreign') {
    const { file, is, format } = arrival;
    return say({ key: 'foreignFile', values: { file, kind: is, format } });
  }
  const { others } = arrival;
  if (arrival.kind === 'checkpoint') {
    const { checkpoint } = arrival.files;
    void shell.convert(arrival.files);
    if (checkpoint && others.length)
      say({ key: 'convertsOne', values: { file: shortName(checkpoint) }, others });
    return;
  }
  const opened = await page.open(arrival.read, (session) => session.request(number));
  if (!opened) return;
  // Nobody sees a scene behind the models.
  if (shell.state.getState().dialog) shell.showModels(false);
  if (others.length) say({ key: 'openedOne', values: { file: arrival.file }, others });
}
