import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../context';
import { type DrawnRoom, roomKey } from '../gallery';

/** The rooms of some seeds as they get drawn; null where one is not there yet. */
export function useRooms(seeds: readonly number[], truncation: number): (DrawnRoom | null)[] {
  const { gallery } = useEditor();
  const wanted = seeds.join();
  useEffect(() => {
    if (wanted) return gallery.want(wanted.split(',').map(Number), truncation);
  }, [gallery, wanted, truncation]);
  const rooms = useStore(gallery.rooms);
  return seeds.map((seed) => rooms.get(roomKey(seed, truncation)) ?? null);
}
