/** What the first frame after an input shows: everything that a later one could mend is not in it yet. */
import type { Page } from '@playwright/test';
import { bytesIn } from './page-bytes';
import type { Picture } from './pixels';

export interface FirstFrame {
  /** What its canvas holds, at the model's own size; null where there is none. */
  readonly picture: Picture | null;
  readonly original: Picture | null;
  /** How much of the original is clipped away, and how the two blend, as the style sheets have it. */
  readonly clip: string;
  readonly blend: string;
  /** Whether outlines, handles and names can be seen. */
  readonly outlines: boolean;
  /** Pictures of rooms that the engine was asked for since the input. */
  readonly asked: number;
}

interface Shown {
  readonly picture: ImageData | null;
  readonly original: ImageData | null;
  readonly facts: Omit<FirstFrame, 'picture' | 'original'>;
}

/** Does something with the keyboard or the mouse, and looks at the frame that is painted next. */
export async function firstFrameAfter(page: Page, act: () => Promise<unknown>): Promise<FirstFrame> {
  await page.evaluate(() => {
    const watch = { asked: 0, shown: null as Shown | null };
    (window as unknown as { watch: typeof watch }).watch = watch;
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, ...message: [never]) {
      const { type } = message[0] as { type?: string };
      if (type === 'draw' || type === 'render') watch.asked++;
      postMessage.apply(this, message);
    };
    const pixelsOf = (name: string): ImageData | null => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-testid=${name}]`);
      return canvas?.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height) ?? null;
    };
    const look = (): void => {
      Worker.prototype.postMessage = postMessage;
      const original = document.querySelector('[data-testid=original]');
      const style = original && getComputedStyle(original);
      const overlay = document.querySelector('.overlay')!;
      watch.shown = {
        picture: pixelsOf('picture'),
        original: pixelsOf('original'),
        facts: {
          clip: style?.clipPath ?? '',
          blend: style?.mixBlendMode ?? '',
          outlines: overlay.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
          asked: watch.asked,
        },
      };
    };
    const stop = new AbortController();
    // A frame's callbacks run just before it is painted.
    const onInput = (event: Event): void => {
      if ('key' in event && event.key === 'Shift') return;
      stop.abort();
      requestAnimationFrame(look);
    };
    for (const type of ['keydown', 'keyup', 'pointerdown', 'pointerup'])
      window.addEventListener(type, onInput, { capture: true, signal: stop.signal });
  });
  await act();
  const shown = await page.waitForFunction(
    () => (window as unknown as { watch: { shown: Shown | null } }).watch.shown,
  );
  const pictureOf = async (which: 'picture' | 'original'): Promise<Picture | null> => {
    const image = await shown.evaluateHandle(
      (all, name) => all![name] as (ImageData & { data: Uint8ClampedArray<ArrayBuffer> }) | null,
      which,
    );
    const side = await image.evaluate((found) => found?.width ?? 0);
    return side ? { side, rgba: await bytesIn(image as Parameters<typeof bytesIn>[0]) } : null;
  };
  return {
    ...(await shown.evaluate((all) => all!.facts)),
    picture: await pictureOf('picture'),
    original: await pictureOf('original'),
  };
}
