/** What each part of a model is made of: which of a look's colours it takes. Pure. */
import type { ModelClass } from './shortlist';

/**
 * `wood`, `accent`, `accent2`, `bedding`, `shade`: takes the look's colour of that name. `keep`: stays as it was
 * modelled. `glass`: seen through.
 */
export type Role = 'wood' | 'accent' | 'accent2' | 'bedding' | 'shade' | 'keep' | 'glass';

export interface PartFacts {
  /** The material's name. */
  readonly name: string;
  /** Mean colour, sRGB 0..1, textures included. */
  readonly mean: readonly [number, number, number];
  readonly opacity: number;
  /** Width x height + width x depth: how much of the model it is. */
  readonly area: number;
}

/** Classes that keep the colours that they were modelled in. */
const KEEP = new Set<ModelClass>(['plant', 'toy', 'tv', 'guitar', 'wall clock']);
const LAMPS = new Set<ModelClass>(['table lamp', 'floor lamp', 'ceiling lamp']);
const BEDDING = /couch|coverlet|blanquet|sabana|sobrecolchon/i;
const PILLOW = /pillow|cuishon|^sheet/i;
/** Of sofas: what stays, what is a frame, and the loose cushions; the rest is upholstery, whatever its colour. */
const FEET = /feet|patas|plastic|chrome|steel|paint|tacks/i;
const FRAME = /wood|SofaFrame/i;
const CUSHIONS = /cushions|cosins|cojoncillos|Pillow|beige-brown|sofa_base/;
const SHADE = /shade|pantalla|tela|white-lamp|light-lamp|multilamp|^glass$|plastic_white|metalillo/i;
/** Where the names say nothing. */
const SPECIAL: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  'S:captains-bed': { mattress: 'bedding' },
  'Z:bed3': { Bed: 'wood', Frame: 'wood', Mattress: 'keep' },
  'Y:lettoCloud': { bed: 'bedding', mattress: 'keep', bianco: 'keep' },
  'Z:bed1': { structure: 'accent', matress: 'keep' },
  'S:fireplace1': {
    beige: 'accent',
    'beige_fireplace1.jpg': 'accent',
    'fired-wood': 'keep',
    fire: 'keep',
    ash: 'keep',
  },
  'S:fireplace2': {
    'top-part-stones': 'accent',
    'low-part-stones': 'accent2',
    slate: 'keep',
    'fired-wood': 'keep',
    fire: 'keep',
    ash: 'keep',
    wood: 'wood',
  },
  'Z:winchesterArmchair': { Surround: 'accent', Sit: 'accent', Back: 'accent', Buttons: 'accent' },
  'S:armchair2': {
    'Material_armchair_tex.jpg': 'accent',
    'coixi_armchair_tex.jpg': 'accent2',
    metall: 'keep',
  },
};

/** Hue in degrees, saturation and lightness 0..1. */
function toHsl([r, g, b]: readonly [number, number, number]): [number, number, number] {
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const lightness = (high + low) / 2;
  const range = high - low;
  if (range === 0) return [0, 0, lightness];
  const hue = high === r ? (g - b) / range : high === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  const saturation = range / (1 - Math.abs(2 * lightness - 1) || 1);
  return [(((hue * 60) % 360) + 360) % 360, saturation, lightness];
}

/** One role for each part. */
export function rolesOf(key: string, name: ModelClass, parts: readonly PartFacts[]): Role[] {
  let accents = 0;
  return parts.map((part) => {
    const special = SPECIAL[key]?.[part.name];
    if (special) return special;
    if (part.opacity < 0.7) return LAMPS.has(name) ? 'shade' : 'glass';
    if (KEEP.has(name) || /book/i.test(part.name)) return 'keep';
    if (name === 'sofa') {
      if (FEET.test(part.name)) return 'keep';
      if (FRAME.test(part.name)) return 'wood';
      return CUSHIONS.test(part.name) ? 'accent2' : 'accent';
    }
    if (name === 'bed' && BEDDING.test(part.name)) return 'bedding';
    if (name === 'bed' && PILLOW.test(part.name)) return 'accent2';
    if (LAMPS.has(name) && SHADE.test(part.name)) return 'shade';
    const [hue, saturation, lightness] = toHsl(part.mean);
    if (lightness < 0.13) return 'keep';
    if (hue > 12 && hue < 48 && saturation > 0.18) return 'wood';
    return accents++ % 2 ? 'accent2' : 'accent';
  });
}
