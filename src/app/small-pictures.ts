/** Small pictures of documents, drawn when there is time for it; one that was drawn is kept as long as its document. */
import type { Pixels } from '../editor';
import type { Scene } from '../scene';

export class SmallPictures {
  private readonly kept = new WeakMap<Scene, Pixels>();

  constructor(private readonly draw: (scene: Scene, signal: AbortSignal) => Promise<Pixels>) {}

  /** @throws the signal's reason when it is aborted */
  of = async (scene: Scene, signal: AbortSignal): Promise<Pixels> => {
    const known = this.kept.get(scene);
    if (known) return known;
    const pixels = await this.draw(scene, signal);
    this.kept.set(scene, pixels);
    return pixels;
  };
}
