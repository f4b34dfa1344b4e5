import type { ReactElement } from 'react';
import { Circle, Ellipse, Group, Label, Line, Tag, Text } from 'react-konva';
import { type Blob, slotsOf } from '../../scene';
import { useEditor, useScene } from '../context';
import { type View, handlesOf, outlineOf, toCanvas } from './geometry';

/** Outlines that cover more of the picture than this are surfaces: always shown, they would bury the picture. */
const LARGE = 0.16;
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
  const alone = useScene((state) => state.selection.size === 1);
  const ellipse = outlineOf(blob, abNorm);
  const middle = toCanvas(view, ellipse);
  const area = Math.PI * ellipse.semiMajor * ellipse.semiMinor;
  const bright = selected || pointed;
  if (blob.size <= 0 && !selected) return null;
  const shape = {
    x: middle.x,
    y: middle.y,
    radiusX: Math.max(2, ellipse.semiMajor * view.side),
    radiusY: Math.max(2, ellipse.semiMinor * view.side),
    rotation: (ellipse.angle * 180) / Math.PI,
  };
  if (!bright && area > LARGE) return null;
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
          name={blob.name}
          x={middle.x}
          y={Math.max(28, middle.y + bottomOf(ellipse) * view.side + 6)}
          selected={selected}
        />
      )}
      {selected && alone && !blob.locked && <Handles view={view} blob={blob} />}
    </Group>
  );
}

/** How far an ellipse reaches below its middle, in picture units. */
function bottomOf({ semiMajor, semiMinor, angle }: ReturnType<typeof outlineOf>): number {
  return Math.hypot(semiMajor * Math.sin(angle), semiMinor * Math.cos(angle));
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
      <Text
        text={name.charAt(0).toUpperCase() + name.slice(1)}
        fill="#ffffff"
        fontSize={12}
        fontFamily="Inter, system-ui, sans-serif"
        padding={5}
      />
    </Label>
  );
}

function Handles({ view, blob }: { view: View; blob: Blob }): ReactElement {
  const { abNorm } = useEditor();
  const handles = handlesOf(outlineOf(blob, abNorm), view);
  const middle = toCanvas(view, blob);
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
      {handles.map((handle, at) => (
        <Circle
          key={at}
          x={handle.at.x}
          y={handle.at.y}
          radius={handle.kind === 'size' ? 5.5 : handle.kind === 'rotate' ? 6 : 4.5}
          fill={handle.kind === 'size' || handle.kind === 'rotate' ? '#ffffff' : ACCENT}
          stroke={handle.kind === 'size' || handle.kind === 'rotate' ? ACCENT : '#ffffff'}
          strokeWidth={1.5}
          shadowColor="rgba(0,0,0,0.35)"
          shadowBlur={3}
        />
      ))}
    </>
  );
}
