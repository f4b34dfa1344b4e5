/** The editor under a hand that is a script: nothing on the machine drives the browser from outside. */
import { median } from '../../median';
import type { Plain } from './tell';

const PATIENCE = 120_000;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until<T>(ask: () => T | null | undefined | false, patience = PATIENCE): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error('the editor did not get there in time');
    await pause(20);
  }
}

/** Opens the editor in a frame of this page and drags its things. */
export async function hand(steps: number): Promise<Plain> {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;inset:0;width:1440px;height:900px;border:0';
  frame.src = '/?seed=1';
  document.body.append(frame);
  const inside = (): Document | null => frame.contentDocument;
  const picture = await until(() => inside()?.querySelector<HTMLCanvasElement>('[data-testid=picture]'));
  await until(() => picture.dataset.state === 'final');
  // Small pictures are drawn in quiet moments: they would be in the way.
  await until(() => !inside()!.querySelector('.crop.waiting'));
  const canvas = await until(() => inside()!.querySelector<HTMLElement>('.canvas'));
  const { PointerEvent: Pointer } = frame.contentWindow as unknown as typeof globalThis;
  const send = (type: string, x: number, y: number): void => {
    const target = inside()!.elementFromPoint(x, y) ?? canvas;
    const pressed = type !== 'pointerup';
    target.dispatchEvent(
      new Pointer(type, {
        bubbles: true,
        cancelable: true,
        composed: true,
        clientX: x,
        clientY: y,
        pointerId: 1,
        isPrimary: true,
        pointerType: 'mouse',
        button: type === 'pointermove' ? -1 : 0,
        buttons: pressed ? 1 : 0,
      }),
    );
  };
  const painted = (): string => picture.dataset.pictureId ?? '';
  /** Milliseconds from what is done to the frame that shows another picture. */
  const shownAfter = async (act: () => void): Promise<number> => {
    const before = painted();
    const start = performance.now();
    act();
    await new Promise<void>((resolve, reject) => {
      const watching = new MutationObserver(() => {
        if (painted() === before) return;
        watching.disconnect();
        frame.contentWindow!.requestAnimationFrame(() => setTimeout(resolve));
      });
      watching.observe(picture, { attributeFilter: ['data-picture-id'] });
      setTimeout(() => reject(new Error('nothing was drawn')), 5_000);
    });
    return performance.now() - start;
  };
  const box = picture.getBoundingClientRect();
  /** Somewhere a thing lies that can be dragged. */
  const grip = async (): Promise<{ x: number; y: number }> => {
    for (const [column, row] of [[0.5, 0.65], [0.35, 0.7], [0.65, 0.7], [0.25, 0.6], [0.75, 0.6], [0.5, 0.3]] as const) {
      const [x, y] = [box.left + column * box.width, box.top + row * box.height];
      send('pointerdown', x, y);
      const drawn = await shownAfter(() => {
        send('pointermove', x + 6, y);
        send('pointermove', x + 12, y);
      }).then(
        () => true,
        () => false,
      );
      if (drawn) return { x, y };
      send('pointerup', x + 12, y);
      await pause(200);
    }
    throw new Error('no thing could be dragged');
  };
  const { x, y } = await grip();
  const latencies: number[] = [];
  for (let step = 1; step <= steps; step++) {
    await until(() => picture.dataset.state === 'final');
    await pause(50);
    latencies.push(await shownAfter(() => send('pointermove', x + 40 * Math.sin(step * 0.9), y + 20 * Math.cos(step * 1.3))));
  }
  let pictures = 0;
  const counting = new MutationObserver(() => void pictures++);
  counting.observe(picture, { attributeFilter: ['data-picture-id'] });
  const begin = performance.now();
  for (let step = 0; performance.now() - begin < 3_000; step++) {
    send('pointermove', x + 40 * Math.sin(step / 10), y + 20 * Math.cos(step / 14));
    await new Promise((resolve) => frame.contentWindow!.requestAnimationFrame(resolve));
  }
  const seconds = (performance.now() - begin) / 1000;
  counting.disconnect();
  send('pointerup', x, y);
  const status = inside()!.querySelector('footer')?.textContent ?? '';
  frame.remove();
  return {
    status,
    'pointer to the first picture': Math.round(median(latencies) * 10) / 10,
    'painted pictures a second while dragging': Math.round((pictures / seconds) * 10) / 10,
  };
}
