import type { ReactElement } from 'react';
import { type RoomKind, roomKindsOf } from '../../scene';
import { useEditor } from '../context';
import { useText } from '../i18n';
import { Segmented } from './Segmented';

/** Which kind of room, where the model's rooms are of several. */
export function RoomKindChoice({
  label,
  value,
  onChoose,
}: {
  label: string;
  /** Null for any. */
  value: RoomKind | null;
  onChoose: (kind: RoomKind | null) => void;
}): ReactElement | null {
  const { slotNames } = useEditor();
  const t = useText();
  const kinds = roomKindsOf(slotNames);
  if (!kinds.length) return null;
  return (
    <Segmented
      label={label}
      value={value ?? 'any'}
      choices={(['any', ...kinds] as const).map((kind) => ({ value: kind, label: t(`room.kinds.${kind}`) }))}
      onChoose={(kind) => onChoose(kind === 'any' ? null : kind)}
    />
  );
}
