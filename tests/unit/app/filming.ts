/** Films in the whole page, without an engine or an encoder. */
import { type Mock, vi } from 'vitest';
import { videoFile } from '../../../src/app/sharing/exported-files';
import { explain, Fault } from '../../../src/faults';
import { type MountedApp, settle } from './mounted-app';

/** A film stands at a quarter until it is finished or fails; `videoFile` has to be mocked. */
export function filming({ sharing }: MountedApp): { finish: () => void; fail: () => void; download: Mock } {
  const film = { blob: new Blob(['x'], { type: 'application/zip' }), name: 'film.zip' };
  let [finish, fail] = [(): void => undefined, (): void => undefined];
  vi.mocked(videoFile).mockImplementation(
    (_session, _name, _request, onProgress) =>
      new Promise((resolve, reject) => {
        onProgress(0.25);
        finish = () => resolve(film);
        fail = () => reject(new Fault(explain('noEncoder', { format: 'GIF' })));
      }),
  );
  const download = vi.fn();
  Object.assign(sharing, { videoFormats: async () => ['frames', 'gif'], download });
  return { finish: () => finish(), fail: () => fail(), download };
}

/** Presses the button whose text begins so. */
export const press = async (label: string): Promise<void> => {
  const buttons = [...document.querySelectorAll('button')];
  await settle(() => buttons.find(({ textContent }) => textContent?.startsWith(label))!.click());
};
