import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Scene } from '../../../../src/scene';
import { Browser, type Tab, settle } from './browser';

/** What a person can do, to one of the tabs; `which` picks among what there is then. */
const doing = fc.record({
  what: fc.constantFrom(
    ...(['edit', 'edit', 'edit', 'undo', 'undo', 'redo', 'room', 'truncation', 'card', 'card'] as const),
    ...(['back', 'forward', 'link', 'reload', 'duplicate', 'newTab', 'close'] as const),
  ),
  tab: fc.nat(),
  which: fc.nat(),
});

interface Found {
  readonly text: string;
  /** The documents that it may be of: an untouched room is the same in many. */
  readonly of: ReadonlySet<number>;
}

/** One tab, and what undo and redo have to bring back in it. */
interface View {
  readonly tab: Tab;
  steps: Found[];
  at: number;
}

const textOf = (scene: Scene): string => JSON.stringify(scene);

/** What a person knows of the own work: which scene was made in which document, and what undo has to bring back. */
class Person {
  readonly browser = new Browser();
  readonly tabs: View[] = [];
  /** Every scene that was there, and the documents that it was a scene of. */
  private readonly known = new Map<string, Set<number>>();
  /** Every edited scene that was not given up by going on from an earlier one. */
  private readonly mine = new Set<string>();
  /** The documents that each record of the saved scenes can have been, by all that it ever held. */
  private readonly cards = new Map<string, Set<number>>();
  private documents = 0;
  private edits = 0;

  async newTab(tab: Tab): Promise<void> {
    await settle();
    this.tabs.push(this.viewOf(tab));
  }

  private viewOf(tab: Tab): View {
    const { past, scene, future } = tab.state;
    const steps = [...past, { scene: scene! }, ...future].map((step) => this.see(textOf(step.scene)));
    return { tab, steps, at: past.length };
  }

  /** A scene is there; of a new document unless it was there before. */
  private see(text: string, of?: ReadonlySet<number>): Found {
    const documents = of ?? this.known.get(text) ?? new Set([++this.documents]);
    this.known.set(text, new Set([...(this.known.get(text) ?? []), ...documents]));
    return { text, of: documents };
  }

  async do({ what, tab: index, which }: { what: string; tab: number; which: number }): Promise<void> {
    const place = index % this.tabs.length;
    const view = this.tabs[place]!;
    const { tab } = view;
    const [before, steps] = [textOf(tab.scene), tab.state.past.length];
    switch (what) {
      case 'edit': {
        const at = ++this.edits;
        tab.edit((at % 90) / 100, Math.floor(at / 90) / 10 + 0.003);
        this.goOn(view, this.see(textOf(tab.scene), view.steps[view.at]!.of));
        this.mine.add(textOf(tab.scene));
        break;
      }
      case 'undo':
        tab.undo();
        view.at = Math.max(0, view.at - 1);
        break;
      case 'redo':
        tab.redo();
        view.at = Math.min(view.steps.length - 1, view.at + 1);
        break;
      case 'room':
        await tab.seed(1 + (which % 3));
        break;
      case 'truncation':
        await tab.seed(tab.scene.seed, (which % 3) / 4);
        break;
      case 'card': {
        const cards = await tab.cards();
        if (cards.length) await tab.openCard(cards[which % cards.length]!.id);
        break;
      }
      case 'link': {
        const other = this.tabs[which % this.tabs.length]!.tab;
        await tab.follow(new URL(other.in(() => other.sharing.address())).hash);
        break;
      }
      case 'back':
        await tab.go(-1);
        break;
      case 'forward':
        await tab.go(1);
        break;
      case 'reload':
        await this.reload(view);
        break;
      case 'duplicate':
        if (this.tabs.length < 3) await this.newTab(await tab.duplicate());
        break;
      case 'newTab':
        if (this.tabs.length < 3) await this.newTab(await this.browser.open());
        break;
      case 'close':
        if (this.tabs.length > 1) {
          tab.close();
          this.tabs.splice(place, 1);
        }
        break;
    }
    await settle();
    const opens = ['room', 'truncation', 'card', 'link', 'back', 'forward'].includes(what);
    if (opens && (textOf(tab.scene) !== before || tab.state.past.length !== steps)) {
      const text = textOf(tab.scene);
      const own = ['card', 'back', 'forward'].includes(what) ? undefined : new Set([++this.documents]);
      this.goOn(view, this.see(text, own));
    }
  }

  /**
   * A page that nothing was done in yet begins as any new one does, with the newest scene of this device. What another page did to a
   * record that was opened here lies before the own steps then.
   */
  private async reload(view: View): Promise<void> {
    const { tab, steps, at } = view;
    await tab.reload();
    if (steps.length === 1) Object.assign(view, this.viewOf(tab));
    else {
      const earlier = tab.state.past.slice(0, Math.max(0, tab.state.past.length - at));
      view.steps = [...earlier.map(({ scene }) => this.see(textOf(scene))), ...steps];
      view.at = at + earlier.length;
    }
  }

  /** A new step; what could have been redone is given up, but for the last scene of every other document. */
  private goOn(view: View, next: Found): void {
    const given = view.steps.splice(view.at + 1);
    const stays = new Set(view.steps.map(({ text }) => text));
    const here = view.steps[view.at]!;
    given.forEach(({ text, of }, index) => {
      const isOwn = overlap(of, here.of);
      const isLast = !given.slice(index + 1).some((later) => overlap(later.of, of));
      if (!stays.has(text) && (isOwn || !isLast)) this.mine.delete(text);
    });
    view.steps.push(next);
    view.at = view.steps.length - 1;
  }

  /** What every tab shows is what was left there, and each record is of one document. */
  async check(): Promise<void> {
    for (const { tab, steps, at } of this.tabs) expect(textOf(tab.scene)).toBe(steps[at]!.text);
    const looking = this.tabs[0]!.tab;
    for (const [id, text] of await this.kept(looking)) {
      const of = this.known.get(text);
      expect(of, `record ${id} holds a scene that nobody made`).toBeDefined();
      const possible = new Set([...(this.cards.get(id) ?? of!)].filter((document) => of!.has(document)));
      expect(possible.size, `record ${id} holds a scene of another document`).toBeGreaterThan(0);
      this.cards.set(id, possible);
    }
  }

  /** The scene of each record. */
  private async kept(tab: Tab): Promise<Map<string, string>> {
    const cards = await tab.cards();
    const kept = new Map<string, string>();
    for (const { id } of cards) kept.set(id, textOf(await this.browser.sceneOf(id)));
    return kept;
  }

  /** Whatever was made is found again: in the tabs after a reload, or by opening the saved scenes, and undoing. */
  async checkAll(): Promise<void> {
    const found = new Set<string>();
    const collect = ({ state }: Tab): void => {
      for (const { scene } of [...state.past, state, ...state.future]) found.add(textOf(scene!));
    };
    for (const view of this.tabs) {
      const { tab } = view;
      await this.reload(view);
      expect(textOf(tab.scene)).toBe(view.steps[view.at]!.text);
      collect(tab);
      tab.close();
    }
    const later = await this.browser.open();
    const cards = await later.cards();
    later.close();
    for (const { id } of cards) {
      found.add(textOf(await this.browser.sceneOf(id)));
      collect(await this.browser.openRecord(id));
    }
    const lost = [...this.mine].filter((text) => !found.has(text));
    expect(lost).toEqual([]);
  }
}

const overlap = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean =>
  [...a].some((each) => b.has(each));

it('whatever is done, every edited scene can be opened again and is what it was, under its own record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 4, maxLength: 16 }), async (all) => {
      const person = new Person();
      await person.newTab(await person.browser.open());
      for (const each of all) {
        await person.do(each);
        await person.check();
      }
      await person.checkAll();
    }),
    {
      numRuns: 40,
      examples: [
        [
          // A record that was opened beside its own page, which is closed by then: its own steps are not lost.
          (['newTab', 'edit', 'edit', 'close', 'edit', 'card'] as const).map((what) => ({
            what,
            tab: 0,
            which: 1,
          })),
        ],
      ],
    },
  );
}, 120_000);
