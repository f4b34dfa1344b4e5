/** The hand: a real drag with the mouse, and what it shows when. */
import type { Page } from '@playwright/test';
import type { Layout } from '../../src/blobgan';
import type { Point, RoomPage } from '../../tests/e2e/support/room-page';

export interface Hand {
  /** Milliseconds from a pointer event to the frame that shows its first picture; one per step. */
  readonly latencies: number[];
  /** Painted frames a second while the hand moved without a pause, previews included. */
  readonly rate: number;
  /** Longest time (ms) for which the page's main thread was taken meanwhile. */
  readonly longestTask: number;
  /** Milliseconds from the key that shows the room as it came to the frame that shows it; one per press. */
  readonly befores: number[];
}

interface Watch {
  moved: number;
  shown: number[];
  pictures: number;
  longest: number;
  stop: boolean;
}

/** Runs in the page: notes when the pointer moved and when the next picture was painted. */
function watch(): void {
  // Nested timers wait this long at least.
  const PAUSE = 4;
  const state: Watch = { moved: 0, shown: [], pictures: 0, longest: 0, stop: false };
  Object.assign(window, { watched: state });
  window.addEventListener('pointermove', (event) => (state.moved ||= event.timeStamp), true);
  new MutationObserver(() => {
    state.pictures++;
    const { moved } = state;
    state.moved = 0;
    // The frame after the one in which the picture was put on the canvas: it is on the screen.
    if (moved) requestAnimationFrame(() => setTimeout(() => state.shown.push(performance.now() - moved)));
  }).observe(document.querySelector('[data-testid=picture]')!, {
    attributes: true,
    attributeFilter: ['data-picture-id'],
  });
  // How much later than asked for a timer comes is how long the thread was taken. It rests in between: a loop that
  // never does would take a core from what is measured.
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    state.longest = Math.max(state.longest, now - last - PAUSE);
    last = now;
    if (!state.stop) setTimeout(tick, PAUSE);
  };
  setTimeout(tick, PAUSE);
}

const read = (page: Page): Promise<Watch> =>
  page.evaluate(() => (window as unknown as { watched: Watch }).watched);

/** Where in the picture a thing can be taken: a press and a move there change the picture. */
async function grip(room: RoomPage, layout: Layout): Promise<Point> {
  // Those in front first: walls and floors stand behind, and are locked.
  const order = [...layout.sizes.keys()].filter((blob) => layout.sizes[blob]! > 1).reverse();
  for (const blob of order) {
    const point = { x: layout.positions[blob * 2]!, y: layout.positions[blob * 2 + 1]! };
    if (Math.min(point.x, point.y) < 0.1 || Math.max(point.x, point.y) > 0.9) continue;
    const before = await room.picture.getAttribute('data-picture-id');
    await room.press(point, { x: point.x + 0.03, y: point.y }, 2);
    const changed = await room.page
      .waitForFunction(
        (id) => document.querySelector('[data-testid=picture]')?.getAttribute('data-picture-id') !== id,
        before,
        { timeout: 3_000 },
      )
      .then(
        () => true,
        () => false,
      );
    await room.page.keyboard.press('Escape');
    await room.page.mouse.up();
    await room.settle();
    if (changed) return point;
  }
  throw new Error('No thing in the room could be dragged: choose another seed.');
}

/** Holds the key that shows the room as it came, again and again. @returns milliseconds to the frame that shows it */
async function pressBefore(room: RoomPage, times: number): Promise<number[]> {
  const { page } = room;
  await room.canvas.focus();
  await page.evaluate(() => {
    const state = { pressed: 0, shown: [] as number[] };
    Object.assign(window, { befores: state });
    window.addEventListener('keydown', (event) => (state.pressed ||= event.timeStamp), true);
    new MutationObserver(() => {
      const { pressed } = state;
      state.pressed = 0;
      if (pressed) requestAnimationFrame(() => setTimeout(() => state.shown.push(performance.now() - pressed)));
    }).observe(document.querySelector('[data-testid=picture]')!, { attributeFilter: ['data-picture-id'] });
  });
  type Watched = { befores: { shown: number[] } };
  for (let n = 1; n <= times; n++) {
    await page.keyboard.down('c');
    await page.waitForFunction(
      (count) => (window as unknown as Watched).befores.shown.length >= count,
      n,
    );
    await page.keyboard.up('c');
    await room.settle();
  }
  return page.evaluate(() => (window as unknown as Watched).befores.shown);
}

/**
 * Drags one thing about.
 * @param steps single steps whose latency is measured, with rests between them
 * @param seconds how long it is then moved at 60 events a second
 */
export async function drag(room: RoomPage, layout: Layout, steps: number, seconds: number): Promise<Hand> {
  const { page } = room;
  const start = await grip(room, layout);
  await page.evaluate(watch);
  const step = (n: number): Point => ({
    x: start.x + 0.08 * Math.sin(n * 0.9),
    y: start.y + 0.05 * Math.cos(n * 1.3),
  });
  await room.press(start, step(0), 3);
  await room.settle();
  await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watch };
    Object.assign(watched, { moved: 0, shown: [] });
  });
  const to = async (n: number): Promise<void> => {
    const { x, y } = await room.onScreen(step(n));
    await page.mouse.move(x, y);
  };
  for (let n = 1; n <= steps; n++) {
    const before = (await read(page)).shown.length;
    await to(n);
    await page.waitForFunction(
      (count) => (window as unknown as { watched: Watch }).watched.shown.length > count,
      before,
    );
    await room.settle();
  }
  const { shown } = await read(page);
  await page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watch };
    Object.assign(watched, { pictures: 0, longest: 0 });
  });
  const begin = performance.now();
  const box = (await room.picture.boundingBox())!;
  for (let n = 0; performance.now() - begin < seconds * 1000; n++) {
    const { x, y } = step(n / 20);
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height);
    const rest = begin + ((n + 1) * 1000) / 60 - performance.now();
    if (rest > 0) await page.waitForTimeout(rest);
  }
  const taken = (performance.now() - begin) / 1000;
  const { pictures, longest } = await read(page);
  await page.evaluate(() => ((window as unknown as { watched: Watch }).watched.stop = true));
  await page.mouse.up();
  await room.settle();
  const befores = await pressBefore(room, steps);
  return { latencies: shown, rate: pictures / taken, longestTask: longest, befores };
}
