import { type ReactElement, type ReactNode, useState } from 'react';
import type { RoomKind } from '../../scene';
import { useEditor, useScene } from '../context';
import { ROOM_SIDE, type SeedRoom } from '../seed-rooms';
import { useText } from '../i18n';
import { IconButton } from '../IconButton';
import { CropView } from './Crop';
import { useSeedRooms } from './useSeedRooms';
import { useSeedsOfKind } from './useSeedsOfKind';

/** Rooms on one page of the strip. */
const PAGE = 12;

/** The seeds of a page: what the model's authors picked comes first. Fewer while rooms of a kind are looked for. */
function useSeedsOf(page: number, kind: RoomKind | null, truncation: number): readonly number[] {
  const { picks } = useEditor();
  const picked = kind === null ? picks : [];
  const seeds = useSeedsOfKind(kind, Math.max(0, (page + 1) * PAGE - picked.length), truncation);
  return [...picked, ...seeds].slice(page * PAGE, (page + 1) * PAGE);
}

/** Rooms of other seeds, drawn small, to pick from. */
export function RoomStrip({
  title,
  current,
  kind = null,
  show,
  onPick,
}: {
  title: string;
  /** Seed of the room that is open, marked; null marks none. */
  current: number | null;
  /** Of the rooms, null for any. */
  kind?: RoomKind | null;
  /** What is shown of a room; the whole of it when left out. */
  show?: (room: SeedRoom) => ReactNode;
  onPick: (room: { readonly seed: number; readonly truncation: number }) => void;
}): ReactElement {
  const t = useText();
  const truncation = useScene((state) => state.scene?.truncation ?? 0);
  const [page, setPage] = useState(0);
  const seeds = useSeedsOf(page, kind, truncation);
  const rooms = useSeedRooms(seeds, truncation, ROOM_SIDE);
  const nameOfSeed = (seed: number): string =>
    seed < 0 ? t('room.picked', { number: -seed }) : t('room.numbered', { seed });
  return (
    <div className="strip">
      <div className="label-row">
        <h3>{title}</h3>
        <div className="pager">
          <IconButton
            icon="left"
            label={t('room.earlier')}
            disabled={page === 0}
            onClick={() => setPage(page - 1)}
          />
          <IconButton icon="right" label={t('room.later')} onClick={() => setPage(page + 1)} />
        </div>
      </div>
      <ul className="tiles">
        {seeds.map((seed, at) => {
          const room = rooms[at];
          return (
            <li key={seed}>
              <button
                type="button"
                className="tile"
                aria-label={nameOfSeed(seed)}
                title={nameOfSeed(seed)}
                aria-current={seed === current ? 'true' : undefined}
                onClick={() => onPick({ seed, truncation })}
              >
                {room && show ? show(room) : <CropView url={room?.url} />}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
