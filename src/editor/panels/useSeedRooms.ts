import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useEditor } from '../context';
import { type SeedRoom, roomKey } from '../seed-rooms';

/** The rooms of some seeds as they get drawn; null where one is not there yet. */
export function useSeedRooms(
  seeds: readonly number[],
  truncation: number,
  side: number,
): (SeedRoom | null)[] {
  const { seedRooms } = useEditor();
  const wanted = seeds.join();
  useEffect(() => {
    if (wanted) return seedRooms.request(wanted.split(',').map(Number), truncation, side);
  }, [seedRooms, wanted, truncation, side]);
  const rooms = useStore(seedRooms.rooms);
  return seeds.map((seed) => rooms.get(roomKey(seed, truncation, side)) ?? null);
}
