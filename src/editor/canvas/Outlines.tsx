import type { ReactElement } from 'react';
import { Circle, Ellipse, Group, Label, Line, Rect, Tag, Text } from 'react-konva';
import { type Blob, slotsOf } from '../../scene';
import { useEditor, useScene } from '../context';
import { nameOf, titled, useText } from '../i18n';
import {
  type Handle,
  type Point,
  type View,
  extentOf,
  groupHandlesOf,
  handlesOf,
  outlineOf,
  toCanvas,
} from './geometry';

const ACCENT = '#3d7bfd';
/** Dark enough for white text. */
const ACCENT_TAG = '#2360e0';

/** A hue of its own for every slot, far from its neighbours'. */
export function colourOf(blob: Pick<Blob, 'feature'>): string {
  const slot = slotsOf(blob.feature)[0]?.slot ?? 0;
  return `hsl(${Math.round((slot * 137.5 + 200) % 360)} 75% 62%)`;
}

export function Outlines({ view }: { view: View }): ReactElement | null {
  const shown = useScene((state) => state.outlines);
  const blobs = useScene((state) => state.scene?.blobs);
  const selection = useScene((state) => state.selection);
  const hovered = useScene((state) => state.hovered);
  if (!blobs) return null;
  return (
    <>
      {blobs.map((blob) => {
        const selected = selection.has(blob.id);
        const pointed = hovered === blob.id;
        if (blob.hidden || (!shown && !selected)) return null;
        return <Outline key={blob.id} blob={blob} view={view} selected={selected} pointed={pointed} />;
      })}
    </>
  );
}

function Outline({
  blob,
  view,
  selected,
  pointed,
}: {
  blob: Blob;
  view: View;
  selected: boolean;
  pointed: boolean;
}): ReactElement | null {
  const { abNorm } = useEditor();
  const t = useText();
  const alone = useScene((state) => state.selection.size === 1);
  const ellipse = outlineOf(blob, abNorm);
  const middle = toCanvas(view, ellipse);
  const bright = selected || pointed;
  if (blob.size <= 0 && !selected) return null;
  const shape = {
    x: middle.x,
    y: middle.y,
    radiusX: Math.max(2, ellipse.semiMajor * view.side),
    radiusY: Math.max(2, ellipse.semiMinor * view.side),
    rotation: (ellipse.angle * 180) / Math.PI,
  };
  // The outlines of what cannot be dragged would only bury the picture.
  if (!bright && blob.locked) return null;
  return (
    <Group>
      <Ellipse
        {...shape}
        stroke="rgba(10, 14, 20, 0.5)"
        strokeWidth={bright ? 4 : 2.5}
        opacity={bright ? 1 : 0.6}
      />
      <Ellipse
        {...shape}
        stroke={selected ? ACCENT : pointed ? '#ffffff' : colourOf(blob)}
        strokeWidth={bright ? 2 : 1.5}
        opacity={bright ? 1 : 0.85}
        {...(selected && { fill: 'rgba(61, 123, 253, 0.07)' })}
      />
      {bright && (
        <NameTag
          name={titled(nameOf(t, blob))}
          x={middle.x}
          y={Math.max(28, middle.y + extentOf(ellipse).y * view.side + 6)}
          selected={selected}
        />
      )}
      {selected && alone && !blob.locked && <Handles view={view} blob={blob} />}
    </Group>
  );
}

/** Below the outline, where it hides nothing of the thing; clear of the handle that rotates, which hangs above. */
function NameTag({
  name,
  x,
  y,
  selected,
}: {
  name: string;
  x: number;
  y: number;
  selected: boolean;
}): ReactElement {
  return (
    <Label x={x} y={y}>
      <Tag
        fill={selected ? ACCENT_TAG : 'rgba(16, 20, 27, 0.85)'}
        cornerRadius={4}
        pointerDirection="up"
        pointerWidth={10}
        pointerHeight={5}
      />
      <Text text={name} fill="#ffffff" fontSize={12} fontFamily="Inter, system-ui, sans-serif" padding={5} />
    </Label>
  );
}

function Handles({ view, blob }: { view: View; blob: Blob }): ReactElement {
  const { abNorm } = useEditor();
  return <HandleMarks handles={handlesOf(outlineOf(blob, abNorm), view)} middle={toCanvas(view, blob)} />;
}

/** The box and handles of several selected blobs. */
export function GroupOutline({ view }: { view: View }): ReactElement | null {
  const { abNorm } = useEditor();
  const blobs = useScene((state) => state.scene?.blobs);
  const selection = useScene((state) => state.selection);
  const chosen = (blobs ?? []).filter((blob) => selection.has(blob.id) && !blob.hidden && !blob.locked);
  if (chosen.length < 2) return null;
  const { box, middle, handles } = groupHandlesOf(chosen, abNorm, view);
  const [from, to] = [
    toCanvas(view, { x: box.left, y: box.top }),
    toCanvas(view, { x: box.right, y: box.bottom }),
  ];
  return (
    <>
      <Rect
        x={from.x}
        y={from.y}
        width={to.x - from.x}
        height={to.y - from.y}
        stroke={ACCENT}
        strokeWidth={1}
        dash={[4, 4]}
      />
      <HandleMarks handles={handles} middle={toCanvas(view, middle)} />
    </>
  );
}

function HandleMarks({ handles, middle }: { handles: readonly Handle[]; middle: Point }): ReactElement {
  const rotate = handles.find((handle) => handle.kind === 'rotate');
  return (
    <>
      {rotate && (
        <Line
          points={[middle.x, middle.y, rotate.at.x, rotate.at.y]}
          stroke={ACCENT}
          strokeWidth={1}
          dash={[3, 3]}
        />
      )}
      {handles.map((handle, at) => {
        const main = handle.kind === 'size' || handle.kind === 'rotate';
        return (
          <Circle
            key={at}
            x={handle.at.x}
            y={handle.at.y}
            radius={main ? 5.5 : 4.5}
            fill={main ? '#ffffff' : ACCENT}
            stroke={main ? ACCENT : '#ffffff'}
            strokeWidth={1.5}
            shadowColor="rgba(0,0,0,0.35)"
            shadowBlur={3}
          />
        );
      })}
    </>
  );
}
