import { type IDBPDatabase, openDB } from 'idb';
import { describe, expect, it } from 'vitest';
import { MOST_STEPS, timelineOf, writeSceneFile } from '../../../../src/scene';
import { Histories } from '../../../../src/app/sharing/histories';
import { Browser, NAMED, type Tab, settle } from './browser';

/** The tables of this device, as another program would see them. */
async function tables<T>(tab: Tab, change: (db: IDBPDatabase) => Promise<T>): Promise<T> {
  return tab.in(async () => {
    const db = await openDB('blobroom');
    try {
      return await change(db);
    } finally {
      db.close();
    }
  });
}

describe('the tables of this device', () => {
  it('of the first version are taken over: scenes, names and thumbnails', async () => {
    const old = await new Browser().open();
    old.edit(0.3, 0.3);
    await settle();
    const browser = new Browser();
    const thumbnail = new Blob(['picture'], { type: 'image/png' });
    const before = browser.tab();
    const file = writeSceneFile(old.scene, NAMED, 0);
    const row = { seed: old.scene.seed, model: NAMED.id, file };
    await before.in(async () => {
      const db = await openDB('blobroom', 1, {
        upgrade: (made) =>
          made.createObjectStore('scenes', { keyPath: 'id' }).createIndex('updated', 'updated'),
      });
      await db.put('scenes', { ...row, id: 'one', name: 'Mine', updated: 1, thumbnail });
      await db.put('scenes', { ...row, id: 'two', name: null, updated: 2, thumbnail: null });
      db.close();
    });
    const tab = await browser.open();
    expect(tab.scene).toEqual(old.scene);
    const cards = await tab.cards();
    expect(cards.map(({ id, open }) => [id, open])).toEqual([
      ['two', true],
      ['one', false],
    ]);
    expect(cards[1]!.name).toBe('Mine');
    expect(cards[1]!.thumbnail).not.toBeNull();
    await tab.openCard('one');
    await settle();
    expect([tab.record, tab.scene]).toEqual(['one', old.scene]);
  });
});

describe('a history that is damaged', () => {
  const damages: Record<string, (db: IDBPDatabase, id: string) => Promise<unknown>> = {
    'lacks a scene': async (db) => db.delete('states', (await db.getAllKeys('states'))[0]!),
    'has a scene that is none': async (db) =>
      db.put('states', '#s=1.AAAA', (await db.getAllKeys('states'))[0]!),
    'has a scene that is a number': async (db) => db.put('states', 7, (await db.getAllKeys('states'))[0]!),
    'has too few labels': async (db, id) =>
      db.put('histories', { ...(await db.get('histories', id)), labels: [] }),
    'has a label that is none': async (db, id) =>
      db.put('histories', { ...(await db.get('histories', id)), labels: ['move', 'fly'] }),
    'has no scenes': async (db, id) =>
      db.put('histories', { ...(await db.get('histories', id)), scenes: null }),
    'names a record that is not there': async (db, id) =>
      db.put('histories', { ...(await db.get('histories', id)), records: [] }),
    'is nothing but its key': async (db, id) => db.put('histories', { id }),
  };
  it.each(Object.keys(damages))('is left out, the scene stays: it %s', async (which) => {
    const tab = await new Browser().open();
    tab.edit(0.2, 0.2);
    tab.edit(0.3, 0.3);
    await settle();
    const { scene } = tab;
    await tab.in(() => tables(tab, (db) => damages[which]!(db, tab.record)));
    await tab.reload();
    expect(tab.scene).toEqual(scene);
    expect(tab.state.past).toEqual([]);
    tab.edit(0.4, 0.4);
    await settle();
    const after = tab.scene;
    await tab.reload();
    expect(tab.scene).toEqual(after);
    expect(tab.state.past).toHaveLength(1);
  });
});

describe('steps', () => {
  it('are bounded, the oldest go; each writing adds the newest scene alone', async () => {
    const tab = await new Browser().open();
    for (let at = 0; at <= MOST_STEPS + 5; at++) tab.edit((at % 90) / 100, Math.floor(at / 90) / 10 + 0.003);
    await settle();
    expect([tab.state.past.length, tab.state.forgotten]).toEqual([MOST_STEPS, 6]);
    await tab.reload();
    expect([tab.state.past.length, tab.state.forgotten]).toEqual([MOST_STEPS, 6]);
    const histories = new Histories();
    histories.newStates(timelineOf(tab.state)!, NAMED);
    tab.edit(0.77, 0.77);
    const timeline = timelineOf(tab.state)!;
    const began = performance.now();
    const states = histories.newStates(timeline, NAMED);
    const row = histories.rowOf(timeline, 0, () => undefined);
    const took = performance.now() - began;
    expect(states.size).toBe(1);
    const bytes = JSON.stringify(row).length + [...states.values()].join('').length;
    if (process.env.MEASURE) console.log(`${bytes} bytes, ${took.toFixed(2)} ms`);
    // As JSON; some thirty for each step, and the link of one scene.
    expect(bytes).toBeLessThan(50 * MOST_STEPS);
    await settle();
  });
});
