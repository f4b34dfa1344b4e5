import type { ReactElement } from 'react';
import { Label, Tag, Text, widthOf } from './konva';
import { useUi } from '../context';
import { letterSize } from '../letters';
import { useInk } from './colours';
import { TIP, tagPlace } from './tag-place';

/** Size of name tags, as a part of the browser's text size; `--note` of the style sheets is the same. */
const SCALE = 0.75;
const FAMILY = 'Inter, system-ui, sans-serif';
const PADDING = 5;

/** The name of what is selected or pointed at, beside it: where it hides nothing of it, and nothing hides it. */
export function NameTag({
  name,
  across,
  top,
  bottom,
  selected,
}: {
  name: string;
  /** The thing's middle, and from where to where it reaches with its handles, in CSS pixels of the canvas. */
  across: number;
  top: number;
  bottom: number;
  selected: boolean;
}): ReactElement {
  const ink = useInk();
  const size = useUi((state) => state.size);
  const covered = useUi((state) => state.covered);
  const letters = SCALE * letterSize();
  const tag = {
    width: widthOf(name, letters, FAMILY) + 2 * PADDING,
    height: letters + 2 * PADDING,
  };
  const { x, y, pointer } = tagPlace(across, { top, bottom }, tag, {
    width: size.width,
    height: size.height - covered,
  });
  return (
    // Without a tip, a label lies to the right of its place.
    <Label x={pointer === 'none' ? x - tag.width / 2 : x} y={y}>
      <Tag
        fill={selected ? ink.tag : 'rgba(16, 20, 27, 0.85)'}
        cornerRadius={4}
        pointerDirection={pointer}
        pointerWidth={10}
        pointerHeight={TIP}
      />
      <Text text={name} fill="#ffffff" fontSize={letters} fontFamily={FAMILY} padding={PADDING} />
    </Label>
  );
}
