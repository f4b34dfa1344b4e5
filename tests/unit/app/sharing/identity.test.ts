import { describe, expect, it, vi } from 'vitest';
import { Browser, FIRST_SEED, type Tab, settle } from './browser';

/** A tab whose first room was edited and named. */
async function edited(browser = new Browser()): Promise<{ tab: Tab; browser: Browser; card: string }> {
  const tab = await browser.open();
  tab.edit(0.1, 0.2);
  await settle();
  const [card] = await tab.cards();
  await tab.in(() => tab.sharing.renameScene(card!.id, 'Mine'));
  return { tab, browser, card: card!.id };
}

async function named(tab: Tab): Promise<(string | null)[]> {
  return (await tab.cards()).map(({ name }) => name);
}

describe('a room that takes the place of an edited scene', () => {
  it('leaves it in the saved scenes under its name, is not kept itself, and undo comes back after a reload', async () => {
    const { tab, card } = await edited();
    const scene = tab.scene;
    await tab.seed(2);
    await settle();
    expect(await named(tab)).toEqual(['Mine']);
    await tab.reload();
    expect(tab.scene.seed).toBe(2);
    expect(tab.state.past.map(({ label }) => label)).toEqual(['move', 'newRoom']);
    tab.undo();
    await settle();
    expect(tab.scene).toEqual(scene);
    const cards = await tab.cards();
    expect(cards.map(({ id, name, open }) => ({ id, name, open }))).toEqual([
      { id: card, name: 'Mine', open: true },
    ]);
    const other = await new Browser().open();
    expect(other.scene.seed).toBe(FIRST_SEED);
  });

  it('says that the edited scene is kept, and takes the person back to it', async () => {
    const { tab } = await edited();
    const scene = tab.scene;
    await tab.seed(2, 0.5);
    await settle();
    const first = tab.sharing.state.getState().notice;
    expect(first).toMatchObject({ key: 'replaced', scene: { name: 'Mine' } });
    // Another room after that one, untouched: the way back stays.
    await tab.seed(3, 0.5);
    await settle();
    const { notice } = tab.sharing.state.getState();
    expect(notice).toBe(first);
    tab.in(() => notice!.action!.run());
    await settle();
    expect(tab.scene).toBe(scene);
    expect(tab.sharing.state.getState().notice).toBeNull();
    expect(tab.state.future).toHaveLength(2);
  });

  it('is not told of an untouched room', async () => {
    const tab = await new Browser().open();
    await tab.seed(2);
    await settle();
    expect(tab.sharing.state.getState().notice).toBeNull();
    expect(await tab.cards()).toEqual([]);
  });
});

describe('the saved scenes', () => {
  it('opens a scene without harm to the one before: undo, and a reload, leave both as they were', async () => {
    const { tab, browser, card: a } = await edited();
    const sceneA = tab.scene;
    await tab.seed(2);
    tab.edit(0.3, 0.3);
    await settle();
    const [b, sceneB] = [tab.record, tab.scene];
    await tab.openCard(a);
    await settle();
    expect(tab.scene).toEqual(sceneA);
    tab.undo();
    await settle();
    await tab.reload();
    expect(tab.scene).toEqual(sceneB);
    const elsewhere = await browser.open();
    for (const [id, scene] of [
      [a, sceneA],
      [b, sceneB],
    ] as const) {
      await elsewhere.openCard(id);
      await settle();
      expect(elsewhere.scene).toEqual(scene);
    }
  });

  it('keeps what was done after going back too far: the room that was left holds its last edit', async () => {
    const { tab, card } = await edited();
    await tab.seed(2);
    tab.edit(0.3, 0.3);
    await settle();
    const [b, sceneB] = [tab.record, tab.scene];
    tab.undo();
    await settle();
    tab.undo();
    await settle();
    tab.edit(0.7, 0.7);
    await settle();
    expect(tab.record).toBe(card);
    await tab.openCard(b);
    await settle();
    expect(tab.scene).toEqual(sceneB);
  });
});

describe('two tabs', () => {
  it('never write one record: who comes back to what another tab has goes on with a copy', async () => {
    const { tab, browser, card } = await edited();
    const mine = tab.scene;
    await tab.seed(2);
    await settle();
    const other = await browser.open();
    expect(other.record).toBe(card);
    other.edit(0.8, 0.8);
    await settle();
    const theirs = other.scene;
    tab.undo();
    await settle();
    expect(tab.sharing.state.getState().notice).toMatchObject({ key: 'copyOfTab' });
    tab.edit(0.4, 0.4);
    await settle();
    expect(tab.record).not.toBe(card);
    expect(await named(tab)).toEqual(['Mine', 'Mine']);
    tab.undo();
    await settle();
    expect(tab.scene).toEqual(mine);
    const third = await browser.open();
    await third.openCard(card);
    await settle();
    expect(third.scene).toEqual(theirs);
  });

  it('nor when the other tab is closed by then', async () => {
    const { tab, browser, card } = await edited();
    await tab.seed(2);
    await settle();
    const other = await browser.open();
    other.edit(0.8, 0.8);
    await settle();
    const theirs = other.scene;
    other.close();
    tab.undo();
    await settle();
    expect(tab.record).not.toBe(card);
    await tab.openCard(card);
    await settle();
    expect(tab.scene).toEqual(theirs);
  });

  it('a second tab that changes nothing keeps nothing', async () => {
    const { tab, browser } = await edited();
    const second = await browser.open();
    expect(second.scene).toEqual(tab.scene);
    expect(second.sharing.state.getState().notice).toMatchObject({ key: 'copyOfTab' });
    expect(await named(tab)).toEqual(['Mine']);
    second.edit(0.6, 0.6);
    await settle();
    expect(await named(tab)).toEqual(['Mine', 'Mine']);
  });

  it('where nothing tells them apart, the later one makes a copy as it writes', async () => {
    const { tab, browser, card } = await edited(new Browser(false));
    const second = await browser.open();
    expect(second.record).toBe(card);
    tab.edit(0.2, 0.2);
    await settle();
    second.edit(0.6, 0.6);
    await settle();
    expect(second.record).not.toBe(card);
    const [first, last] = [tab.scene, second.scene];
    const third = await browser.open();
    for (const [id, scene] of [
      [card, first],
      [second.record, last],
    ] as const) {
      await third.openCard(id);
      await settle();
      expect(third.scene).toEqual(scene);
    }
  });
});

describe('history', () => {
  it('is there after a reload: undo, redo, and what their steps are called', async () => {
    const { tab } = await edited();
    const scenes = [tab.state.past[0]!.scene, tab.scene];
    for (const x of [0.2, 0.3]) {
      tab.edit(x, 0.1);
      scenes.push(tab.scene);
    }
    tab.undo();
    await settle();
    await tab.reload();
    expect(tab.scene).toEqual(scenes[2]);
    expect(tab.state.past).toHaveLength(2);
    tab.redo();
    expect(tab.scene).toEqual(scenes[3]);
    tab.jumpTo(0);
    expect(tab.scene).toEqual(scenes[0]);
    // What the seed made is found again for a scene that was gone back to.
    await settle();
    tab.in(() => tab.state.jumpTo(3));
    tab.in(() => tab.state.reset());
    expect(tab.scene).toEqual(scenes[0]);
  });

  it('comes with a scene that a new visit opens', async () => {
    const { tab, browser } = await edited();
    const before = tab.state.past[0]!.scene;
    tab.close();
    const later = await browser.open();
    expect(later.state.past).toHaveLength(1);
    later.undo();
    expect(later.scene).toEqual(before);
  });
});

describe('links', () => {
  it('that are followed get a record of their own, and back in the browser is back in the record', async () => {
    const { tab, card } = await edited();
    const scene = tab.scene;
    const link = await linkOf(2);
    await vi.waitFor(() => expect(tab.location.hash).not.toBe(''));
    await tab.follow(link);
    tab.edit(0.9, 0.9);
    await settle();
    const [second, theirs] = [tab.record, tab.scene];
    expect(second).not.toBe(card);
    await vi.waitFor(() => expect(tab.location.hash).not.toBe(link));
    await tab.go(-1);
    expect(tab.record).toBe(card);
    expect(tab.scene).toEqual(scene);
    await tab.go(1);
    expect(tab.record).toBe(second);
    expect(tab.scene).toEqual(theirs);
  });
});

describe('what is asked for', () => {
  it('the newest counts, however fast the older comes', async () => {
    const tab = await new Browser().open();
    tab.hold();
    const [, , last] = [tab.seed(2), tab.seed(3), tab.seed(4)];
    await tab.letThrough(2);
    await last;
    await tab.letThrough(0);
    await tab.letThrough(1);
    expect(tab.scene.seed).toBe(4);
    expect(tab.state.past).toHaveLength(1);
  });

  it('a seed after a scene that is kept, and such a scene after a seed: the newest counts', async () => {
    const { tab, card } = await edited();
    const mine = tab.scene;
    await tab.seed(2);
    tab.edit(0.3, 0.3);
    await settle();
    const other = (await tab.cards()).find(({ id }) => id !== card)!.id;
    await Promise.all([tab.openCard(card), tab.seed(4)]);
    await settle();
    expect(tab.scene.seed).toBe(4);
    await Promise.all([tab.seed(3), tab.openCard(other), tab.openCard(card)]);
    await settle();
    expect([tab.scene, tab.record]).toEqual([mine, card]);
    tab.undo();
    expect(tab.scene.seed).toBe(4);
  });

  it('an edit that is made meanwhile counts more', async () => {
    const tab = await new Browser().open();
    tab.hold();
    void tab.seed(2);
    tab.edit(0.5, 0.5);
    const { scene } = tab;
    await tab.letThrough(0);
    expect(tab.scene).toBe(scene);
  });

  it('takes a gesture in progress back, so that undo comes to the state before it', async () => {
    const tab = await new Browser().open();
    const { scene } = tab;
    const { begin, update, commit } = tab.state;
    begin();
    update((at) => ({ ...at, blobs: at.blobs.slice(1) }));
    await tab.seed(2);
    update((at) => ({ ...at, blobs: at.blobs.slice(1) }));
    commit('move');
    expect(tab.scene.blobs).toHaveLength(3);
    tab.undo();
    expect(tab.scene).toBe(scene);
  });
});

/** A link of an untouched room, from another device. */
async function linkOf(seed: number): Promise<string> {
  const tab = await new Browser().open();
  await tab.seed(seed);
  return new URL(tab.in(() => tab.sharing.address())).hash;
}
