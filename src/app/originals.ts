/** Pictures of rooms as their seeds made them, for comparing. */

/** Rooms whose pictures are kept; the least recently drawn one goes first. */
const KEPT = 8;

export class OriginalPictures {
  private readonly pictures = new Map<string, OffscreenCanvas>();
  private canvas: HTMLCanvasElement | null = null;

  /** Whether somebody looks at the original, and its picture is not there. */
  lacks(room: string): boolean {
    return this.canvas !== null && !this.pictures.has(room);
  }

  /** From now on the original is painted on this canvas. */
  attach(canvas: HTMLCanvasElement | null): void {
    this.canvas = canvas;
  }

  /** Keeps what is on a canvas as the picture of a room's original. */
  keep(room: string, from: HTMLCanvasElement): void {
    const copy = new OffscreenCanvas(from.width, from.height);
    copy.getContext('2d')?.drawImage(from, 0, 0);
    this.pictures.delete(room);
    this.pictures.set(room, copy);
    const [oldest] = this.pictures.keys();
    if (this.pictures.size > KEPT && oldest !== undefined) this.pictures.delete(oldest);
  }

  /** Paints a room's original where somebody looks at it. */
  paint(room: string): void {
    const picture = this.pictures.get(room);
    const context = this.canvas?.getContext('2d');
    if (!this.canvas || !context) return;
    if (picture) context.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
    else context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.canvas.dataset['state'] = picture ? 'final' : 'empty';
  }
}
