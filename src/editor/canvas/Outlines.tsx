import { Fragment, type ReactElement, memo } from 'react';
import { Circle, Ellipse, Group, Line, Rect } from './konva';
import { type Blob, sceneAtRest } from '../../scene';
import { useEditor, useScene, useUi } from '../context';
import { nameOf, titled, useText } from '../i18n';
import { colourOf, useInk } from './colours';
import { NameTag } from './NameTag';
import { frameOf } from './frame';
import { type Point, type View, extentOf, outlineOf, toCanvas } from './geometry';
import { type Handle, ROTATE_DISTANCE, groupHandlesOf, handlesOf } from './handles';
import { FAINT, strengthsIn } from './picking';

export function Outlines({ view }: { view: View }): ReactElement | null {
  const { abNorm } = useEditor();
  const shown = useUi((state) => state.outlines);
  const blobs = useScene((state) => state.scene?.blobs);
  // Strengths are computed between gestures only: what is dragged must not come and go.
  const blobsAtRest = useScene((state) => sceneAtRest(state)?.blobs);
  const selection = useScene((state) => state.selection);
  const hovered = useUi((state) => state.hovered);
  const faintest = useUi((state) => state.faintest);
  const turned = useUi((state) => state.turned ?? 0);
  if (!blobs || !blobsAtRest) return null;
  const strengths = strengthsIn(blobsAtRest, abNorm);
  return (
    <>
      {blobs.map((blob) => {
        const selected = selection.has(blob.id);
        const pointed = hovered === blob.id;
        const bright = selected || pointed;
        // A copy that has just been made is as strong as its original.
        const strength = strengths.get(blob.id) ?? 1;
        if (!shown && !selected) return null;
        // The outlines of what cannot be dragged would only bury the picture.
        if (!bright && (blob.locked || strength < faintest)) return null;
        return (
          <Outline
            key={blob.id}
            blob={blob}
            view={view}
            selected={selected}
            pointed={pointed}
            faint={strength < FAINT}
            handles={selected && selection.size === 1 && !blob.locked && !blob.hidden}
            turned={selected ? turned : 0}
          />
        );
      })}
    </>
  );
}

/** Smallest radius of an outline and of a faint thing's mark, in CSS pixels. */
const LEAST_RADIUS = 2;
const MARK_RADIUS = 9;
/** Of a handle, with its line. */
const HANDLE_RADIUS = 6;

interface OutlineProps {
  readonly blob: Blob;
  readonly view: View;
  readonly selected: boolean;
  readonly pointed: boolean;
  readonly faint: boolean;
  readonly handles: boolean;
  /** The direction that its width is nearest to: its sides stay what they were while it is turned. */
  readonly turned: number;
}

/** While one blob is dragged, the others' outlines stay as they are. */
const Outline = memo(function Outline({
  blob,
  view,
  selected,
  pointed,
  faint,
  handles,
  turned,
}: OutlineProps): ReactElement {
  const { abNorm } = useEditor();
  const t = useText();
  const ellipse = outlineOf(blob, abNorm);
  const middle = toCanvas(view, ellipse);
  const ink = useInk();
  const bright = selected || pointed;
  const width = bright ? ink.strong : 1.75;
  const least = faint ? MARK_RADIUS : LEAST_RADIUS;
  const shape = {
    x: middle.x,
    y: middle.y,
    radiusX: Math.max(least, ellipse.semiMajor * view.side),
    radiusY: Math.max(least, ellipse.semiMinor * view.side),
    rotation: (ellipse.angle * 180) / Math.PI,
  };
  const marks = handles && handlesOf(frameOf(blob, abNorm, turned), view);
  const ends = marks ? marks.map(({ at }) => at.y) : [];
  const reach = Math.max(least, extentOf(ellipse).y * view.side);
  return (
    <Group>
      <Ellipse {...shape} stroke={ink.halo} strokeWidth={width * ink.spread} />
      <Ellipse
        {...shape}
        stroke={selected ? ink.accent : pointed ? '#ffffff' : colourOf(blob)}
        strokeWidth={width}
        {...(faint && { dash: [4, 3] })}
      />
      {faint && !bright && <Circle x={middle.x} y={middle.y} radius={2.5} fill={colourOf(blob)} />}
      {marks && <HandleMarks handles={marks} middle={middle} />}
      {bright && (
        <NameTag
          name={titled(nameOf(t, blob))}
          across={middle.x}
          top={Math.min(middle.y - reach, ...ends)}
          bottom={Math.max(middle.y + reach, ...ends.map((y) => y + HANDLE_RADIUS))}
          selected={selected}
        />
      )}
    </Group>
  );
});

/** The box and handles of several selected blobs. */
export function GroupOutline({ view }: { view: View }): ReactElement | null {
  const { abNorm } = useEditor();
  const blobs = useScene((state) => state.scene?.blobs);
  const selection = useScene((state) => state.selection);
  const ink = useInk();
  const chosen = (blobs ?? []).filter((blob) => selection.has(blob.id) && !blob.hidden && !blob.locked);
  if (chosen.length < 2) return null;
  const { box, middle, handles } = groupHandlesOf(chosen, abNorm, view);
  const [from, to] = [
    toCanvas(view, { x: box.left, y: box.top }),
    toCanvas(view, { x: box.right, y: box.bottom }),
  ];
  const frame = { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
  return (
    <>
      <Rect {...frame} stroke={ink.halo} strokeWidth={ink.spread} />
      <Rect {...frame} stroke={ink.accent} strokeWidth={1} dash={[4, 4]} />
      <HandleMarks handles={handles} middle={toCanvas(view, middle)} />
    </>
  );
}

/** From the outline to the handle that rotates: nothing is drawn inside, where colours are judged. */
function stemOf(to: Point, middle: Point): number[] {
  const part = ROTATE_DISTANCE / Math.hypot(to.x - middle.x, to.y - middle.y);
  return [to.x + (middle.x - to.x) * part, to.y + (middle.y - to.y) * part, to.x, to.y];
}

function HandleMarks({ handles, middle }: { handles: readonly Handle[]; middle: Point }): ReactElement {
  const ink = useInk();
  const rotate = handles.find((handle) => handle.kind === 'rotate');
  const stem = rotate && stemOf(rotate.at, middle);
  return (
    <>
      {stem && <Line points={stem} stroke={ink.halo} strokeWidth={ink.spread} />}
      {stem && <Line points={stem} stroke={ink.accent} strokeWidth={1} dash={[3, 3]} />}
      {handles.map((handle, at) => {
        const main = handle.kind === 'size' || handle.kind === 'rotate';
        const place = { x: handle.at.x, y: handle.at.y, radius: main ? 5.5 : 4.5 };
        return (
          <Fragment key={at}>
            <Circle {...place} stroke={ink.halo} strokeWidth={1.5 * ink.spread} />
            <Circle
              {...place}
              fill={main ? '#ffffff' : ink.accent}
              stroke={main ? ink.accent : '#ffffff'}
              strokeWidth={1.5}
            />
          </Fragment>
        );
      })}
    </>
  );
}
