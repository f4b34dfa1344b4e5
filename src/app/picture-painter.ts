/** Paints pictures on the canvas of the editor, and says on it how far they are. Knows no engine and no document. */
import { createStore } from 'zustand/vanilla';
import { canvasOf, putPixels, squareOf } from '../editor';
import type { Rendered } from '../engine';

/** Paints a picture over all of a canvas, enlarged where it is coarser. */
export function paintPicture(canvas: HTMLCanvasElement, { rgba, resolution }: Rendered): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const pixels = squareOf(rgba, resolution);
  if (resolution === canvas.width) putPixels(canvas, pixels);
  else {
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvasOf(pixels), 0, 0, canvas.width, canvas.height);
  }
}

export class PicturePainter {
  /** The canvas, and a version that goes up with every whole picture of the document. */
  readonly state = createStore<{ readonly canvas: HTMLCanvasElement | null; readonly version: number }>(
    () => ({ canvas: null, version: 0 }),
  );
  /** The newest picture of the document. */
  private latest: { readonly picture: Rendered; readonly whole: boolean } | null = null;
  /** Painted in place of the document's picture. */
  private instead: Rendered | null = null;
  private painted = 0;

  /** @param paint paints one picture; tests stand in for it */
  constructor(private readonly paint: typeof paintPicture = paintPicture) {}

  attach = (canvas: HTMLCanvasElement | null): void => {
    this.state.setState({ canvas });
    this.repaint();
  };

  /** A newer picture of the document is on its way: whoever waits for it never takes the present one for it. */
  markOutdated(): void {
    const { canvas } = this.state.getState();
    if (canvas) canvas.dataset['state'] = 'preview';
  }

  /** A picture of the document. @param whole false for a preview, and for the picture of an older document */
  show(picture: Rendered, whole: boolean): void {
    this.latest = { picture, whole };
    if (!this.instead) this.repaint();
    if (whole) this.state.setState(({ version }) => ({ version: version + 1 }));
  }

  /** Shows a whole picture in place of the document's, until this is called with null. */
  showInstead(picture: Rendered | null): void {
    if (picture === this.instead) return;
    this.instead = picture;
    this.repaint();
  }

  private repaint(): void {
    const { canvas } = this.state.getState();
    const shown = this.instead ? { picture: this.instead, whole: true } : this.latest;
    if (!canvas || !shown) return;
    this.paint(canvas, shown.picture);
    canvas.dataset['state'] = shown.whole ? 'final' : 'preview';
    canvas.dataset['pictureId'] = String(++this.painted);
  }
}
