/** Materials kept from room to room: compiling and creating them costs more than setting their colours. */
import type * as THREE from 'three';
import type { Thing } from '../room/types';
import type { LoadedPart } from './furniture';
import { PATTERN_IDS, type PatternName } from './patterns';
import { type Ground, RoomMaterial } from './shading';

export class MaterialPool {
  private readonly free = new Map<string, RoomMaterial[]>();
  private readonly taken: [key: string, material: RoomMaterial][] = [];

  take(key: string, make: () => RoomMaterial): RoomMaterial {
    const material = this.free.get(key)?.pop() ?? make();
    this.taken.push([key, material]);
    return material.reset();
  }

  plain(ground: Ground, pattern: PatternName = 'none'): RoomMaterial {
    return this.take(`${ground} ${pattern}`, () => new RoomMaterial(ground, PATTERN_IDS[pattern]));
  }

  /** For a part of a catalogue model: its texture, its holes, its glass. */
  part(part: LoadedPart, thing: Thing): RoomMaterial {
    const pattern = part.role === 'bedding' ? (thing.look.pattern ?? 'none') : 'none';
    if (pattern !== 'none') return this.plain('cloth', pattern);
    const map = part.role === 'bedding' || part.role === 'shade' ? null : part.map;
    const opacity = thing.class === 'window' ? 0.07 : Math.max(0.2, part.opacity);
    const key = `part ${map?.uuid ?? ''} ${part.role === 'glass' ? opacity : ''}`;
    return this.take(key, () => {
      const options: THREE.MeshLambertMaterialParameters = { map };
      if (part.holes) Object.assign(options, { alphaTest: 0.5, alphaToCoverage: true });
      if (part.role === 'glass') {
        options.transparent = true;
        options.opacity = opacity;
        options.forceSinglePass = true;
        options.depthWrite = false;
      }
      return new RoomMaterial('none', PATTERN_IDS.none, options);
    });
  }

  /** Gives everything back; what was taken must not be drawn any more. */
  recycle(): void {
    for (const [key, material] of this.taken) {
      this.free.set(key, [...(this.free.get(key) ?? []), material]);
    }
    this.taken.length = 0;
  }
}
