/** What comes and goes over the picture: the region under the pointer, guides, the marquee. */
import { Fragment, type ReactElement, useMemo } from 'react';
import { Image, Line, Rect } from './konva';
import type { Blob } from '../../scene';
import { useEditor, useScene, useUi } from '../context';
import { useText } from '../i18n';
import { canvasOf, squareOf } from '../pixels';
import { colourOf, useInk } from './colours';
import { NameTag } from './NameTag';
import { type View, toCanvas } from './geometry';
import { regionOf } from './picking';

/** Cells along a side of the region's image: reckoned within a frame or two. */
const GRID = 128;
/** Opacity of a region, 0..255. */
const OPACITY = 110;

/** The mean of every cell and its eight neighbours: a soft edge, where cells would show as stairs. */
function softened(cells: Float32Array): Float32Array {
  const clamped = (at: number): number => Math.min(GRID - 1, Math.max(0, at));
  const near = [-1, 0, 1];
  return cells.map((_, at) => {
    const [row, col] = [Math.floor(at / GRID), at % GRID];
    const around = near.flatMap((y) => near.map((x) => cells[clamped(row + y) * GRID + clamped(col + x)]!));
    return around.reduce((sum, value) => sum + value, 0) / 9;
  });
}

/** A region as a tinted image. */
function paintRegion(region: Uint8Array, colour: string): OffscreenCanvas {
  const rgba = new Uint8ClampedArray(GRID * GRID * 4);
  softened(Float32Array.from(region)).forEach((part, at) => {
    rgba[at * 4 + 3] = part * OPACITY;
  });
  const canvas = canvasOf(squareOf(rgba, GRID));
  const context = canvas.getContext('2d')!;
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, GRID, GRID);
  return canvas;
}

/** Where the picture is the hovered thing's own: the splat's own argmax, which its ellipse only hints at. */
export function Region({ view }: { view: View }): ReactElement | null {
  const shown = useUi((state) => state.regions);
  const blobs = useScene(({ mark, scene }) => (mark ? null : (scene?.blobs ?? null)));
  const hovered = useUi((state) => state.hovered);
  const blob = blobs?.find((candidate) => candidate.id === hovered);
  if (!shown || !blobs || !blob || blob.hidden) return null;
  return <RegionImage view={view} blobs={blobs} blob={blob} />;
}

function RegionImage({
  view,
  blobs,
  blob,
}: {
  view: View;
  blobs: readonly Blob[];
  blob: Blob;
}): ReactElement {
  const { abNorm } = useEditor();
  const image = useMemo(
    () => paintRegion(regionOf(blobs, blob.id, abNorm, GRID), colourOf(blob)),
    [blobs, blob, abNorm],
  );
  // The scores are taken at the cells' top left corners, as the model does.
  const half = view.side / GRID / 2;
  return (
    <Image image={image} x={view.left - half} y={view.top - half} width={view.side} height={view.side} />
  );
}

/** Where along a guide it is said what keeps the thing: beside most things. */
const TAG_AT = 0.15;

/** The lines that a drag snapped to. */
export function Guides({ view }: { view: View }): ReactElement {
  const t = useText();
  const guides = useUi((state) => state.guides);
  const ink = useInk();
  return (
    <>
      {guides.map(({ axis, at, from, to, band }) => {
        const [a, b] =
          axis === 'x'
            ? [toCanvas(view, { x: at, y: from }), toCanvas(view, { x: at, y: to })]
            : [toCanvas(view, { x: from, y: at }), toCanvas(view, { x: to, y: at })];
        const points = [a.x, a.y, b.x, b.y];
        return (
          <Fragment key={axis}>
            <Line points={points} stroke={ink.halo} strokeWidth={1.5 * ink.spread} />
            <Line points={points} stroke={ink.guide} strokeWidth={1.5} />
            {band && (
              <NameTag
                name={t(`view.bands.${band}`)}
                across={view.left + TAG_AT * view.side}
                top={a.y}
                bottom={a.y}
                selected={false}
              />
            )}
          </Fragment>
        );
      })}
    </>
  );
}

export function Marquee(): ReactElement | null {
  const marquee = useUi((state) => state.marquee);
  const ink = useInk();
  if (!marquee) return null;
  const [from, to] = marquee;
  const box = { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
  return (
    <>
      <Rect {...box} fill="rgba(61, 123, 253, 0.12)" stroke={ink.halo} strokeWidth={ink.spread} />
      <Rect {...box} stroke={ink.accent} strokeWidth={1} />
    </>
  );
}
