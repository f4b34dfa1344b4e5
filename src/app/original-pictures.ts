/** Pictures of rooms as their seeds made them, for comparing. What is missing is asked for. */
import { type StoreApi, createStore } from 'zustand/vanilla';
import { dropOldest } from '../editor';
import type { Rendered } from '../engine';
import { type Scene, originKeyOf } from '../scene';
import { paintPicture } from './picture-painter';

/** Rooms whose pictures are kept; the least recently used one goes first. */
const KEPT = 8;

export class OriginalPictures {
  private readonly pictures = new Map<string, Rendered>();
  private readonly asked = new Map<string, Promise<Rendered>>();
  private canvas: HTMLCanvasElement | null = null;
  /** The picture of the room that is to be seen, null while it is not there. */
  readonly state: StoreApi<{ readonly picture: Rendered | null }> = createStore(() => ({
    picture: null as Rendered | null,
  }));
  /** The room that is to be seen on the canvas. */
  private shown: string | null = null;

  /**
   * @param render draws a scene, whole
   * @param paint paints one picture; tests stand in for it
   */
  constructor(
    private readonly render: (scene: Scene) => Promise<Rendered>,
    private readonly paint: typeof paintPicture = paintPicture,
  ) {}

  /** The picture of an original; asked for once, however many want it. */
  async of(original: Scene): Promise<Rendered> {
    const key = originKeyOf(original);
    const known = this.pictures.get(key) ?? this.asked.get(key);
    if (known) return known;
    const picture = this.render(original);
    this.asked.set(key, picture);
    try {
      this.keep(original, await picture);
    } finally {
      this.asked.delete(key);
    }
    return picture;
  }

  /** Keeps a picture of an original that was drawn anyhow. */
  keep(original: Scene, { rgba, resolution }: Rendered): void {
    const key = originKeyOf(original);
    this.pictures.delete(key);
    this.pictures.set(key, { rgba, resolution });
    dropOldest(this.pictures, KEPT);
    if (key === this.shown) this.repaint();
  }

  /** From now on the original that is to be seen is painted on this canvas. */
  attach(canvas: HTMLCanvasElement | null): void {
    this.canvas = canvas;
    this.repaint();
  }

  /** The original that is to be seen wherever there is a canvas for it, null while nobody knows it. */
  show(original: Scene | null): void {
    const key = original && originKeyOf(original);
    if (key === this.shown) return;
    this.shown = key;
    this.repaint();
  }

  private repaint(): void {
    const { canvas } = this;
    const picture = (this.shown !== null && this.pictures.get(this.shown)) || null;
    this.state.setState({ picture });
    if (!canvas) return;
    if (picture) this.paint(canvas, picture);
    else canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
    canvas.dataset['state'] = picture ? 'final' : 'empty';
  }
}
