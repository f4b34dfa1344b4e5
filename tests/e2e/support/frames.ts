/** Every picture that the page paints, as a film: what a person sees while the hand moves. */
import type { Locator, Page } from '@playwright/test';
import { bytesIn } from './page-bytes';
import type { Picture } from './pixels';

export interface Frame extends Picture {
  /** Milliseconds since the recording began. */
  readonly at: number;
  readonly state: 'preview' | 'final';
}

interface Recorder {
  frames: (Pick<Frame, 'at' | 'state' | 'side'> & { readonly data: Uint8ClampedArray<ArrayBuffer> })[];
  stop: () => void;
}

/** Takes down every painting of the picture from now on. */
export async function record(picture: Locator): Promise<void> {
  await picture.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const start = performance.now();
    const recorder: Recorder = { frames: [], stop: () => observer.disconnect() };
    // Told in the task that painted: nothing is painted over before it is taken down.
    const observer = new MutationObserver(() => {
      const { width: side } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, side, side);
      recorder.frames.push({
        at: performance.now() - start,
        state: canvas.dataset['state'] as Frame['state'],
        side,
        data,
      });
    });
    observer.observe(canvas, { attributeFilter: ['data-picture-id'] });
    (window as unknown as { recorder: Recorder }).recorder = recorder;
  });
}

/** Ends the recording. */
export async function recorded(page: Page): Promise<Frame[]> {
  const count = await page.evaluate(() => {
    const { recorder } = window as unknown as { recorder: Recorder };
    recorder.stop();
    return recorder.frames.length;
  });
  const frames: Frame[] = [];
  for (let index = 0; index < count; index++) {
    const holder = await page.evaluateHandle(
      (at) => (window as unknown as { recorder: Recorder }).recorder.frames[at]!,
      index,
    );
    const frame = await holder.evaluate(({ at, state, side }) => ({ at, state, side }));
    frames.push({ ...frame, rgba: await bytesIn(holder) });
  }
  return frames;
}

/** Makes the machine slow: so many more threads do nothing but count, until it is called. */
export async function slowMachine(page: Page, threads: number): Promise<() => Promise<void>> {
  await page.evaluate((count) => {
    const source = URL.createObjectURL(new Blob(['for (;;) Math.sqrt(2);'], { type: 'text/javascript' }));
    const busy = Array.from({ length: count }, () => new Worker(source));
    (window as unknown as { busy: Worker[] }).busy = busy;
  }, threads);
  return () =>
    page.evaluate(() => {
      for (const worker of (window as unknown as { busy: Worker[] }).busy) worker.terminate();
    });
}
