/** A few colours for the whole room, dealt to what a room has them on. Pure. */
import type { AttributeSchema } from '../convert/attributes';
import { type Blob, type ChangeName, type Scene, change } from '../scene';
import { hslOfHex } from './hsl';

/** From the largest surface to the smallest. */
export const ROLES = ['walls', 'floor', 'cloth', 'cloth2', 'accents'] as const;
export type Role = (typeof ROLES)[number];
export type RolePalette = Readonly<Partial<Record<Role, string>>>;

/** What is of a role, and the colour of it that takes the role's; the first that is in the room stands for it. */
const PLACES: Readonly<Record<Role, readonly (readonly [kind: string, colour: ChangeName])[]>> = {
  walls: [
    ['back wall', 'colour'],
    ['left wall', 'colour'],
    ['right wall', 'colour'],
  ],
  floor: [['floor', 'colour']],
  cloth: [
    ['bed', 'colour'],
    ['sofa', 'colour'],
  ],
  cloth2: [
    ['rug', 'colour'],
    ['curtain', 'colour'],
  ],
  accents: [
    ['armchair', 'colour'],
    ['chair', 'colour'],
    ['table lamp', 'shade'],
    ['floor lamp', 'shade'],
    ['ceiling lamp', 'shade'],
  ],
};

/** What a thing is, by its slot. */
export type KindNow = (blob: Pick<Blob, 'feature'>) => string;

export interface RolePlace {
  readonly blob: Blob;
  readonly colour: ChangeName;
}

/** What takes the colour of a role, in a scene of a model that can be told it. */
export function placesOf(
  role: Role,
  { blobs }: Scene,
  kindNow: KindNow,
  { classes }: AttributeSchema,
): readonly RolePlace[] {
  return PLACES[role].flatMap(([kind, colour]) => {
    const has = classes.some(({ name, colours }) => name === kind && colours.includes(colour));
    return has ? blobs.filter((blob) => kindNow(blob) === kind).map((blob) => ({ blob, colour })) : [];
  });
}

/** Gives the colours of some roles to what is of them. */
export function dealt(
  scene: Scene,
  palette: RolePalette,
  kindNow: KindNow,
  attributes: AttributeSchema,
): Scene {
  return ROLES.reduce((made, role) => {
    const hex = palette[role];
    if (hex === undefined) return made;
    return placesOf(role, made, kindNow, attributes).reduce(
      (now, { blob, colour }) => change(now, new Set([blob.id]), { [colour]: hex }),
      made,
    );
  }, scene);
}

const GREY = { hue: 0, saturation: 0, lightness: 0.5 };

/**
 * Which colour goes where: the walls are the lightest and calmest, the floor the darkest, the accents the most vivid of what is
 * left, cloth the rest. Where there are fewer colours than roles, what is small takes that of what is larger.
 * @param colours at least one
 */
export function arranged(colours: readonly string[]): Readonly<Record<Role, string>> {
  const left = colours.map((hex) => ({ hex, ...hslOfHex(hex, GREY) }));
  const chroma = ({ saturation, lightness }: (typeof left)[number]): number =>
    saturation * (1 - Math.abs(2 * lightness - 1));
  const taken = (worth: (colour: (typeof left)[number]) => number): string | undefined => {
    if (!left.length) return undefined;
    const best = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    left.splice(left.indexOf(best), 1);
    return best.hex;
  };
  const walls = taken((colour) => colour.lightness - 0.5 * chroma(colour))!;
  const floor = taken((colour) => -colour.lightness - 0.25 * chroma(colour)) ?? walls;
  const accents = left.length > 1 ? taken(chroma) : undefined;
  const cloth = taken((colour) => colour.lightness) ?? floor;
  const cloth2 = taken((colour) => colour.lightness) ?? cloth;
  return { walls, floor, cloth, cloth2, accents: accents ?? cloth };
}

/**
 * The same colours in other roles.
 * @param fixed roles that keep theirs
 * @param random gives a number for each of the others, by which they are ordered
 */
export function shuffled(palette: RolePalette, fixed: ReadonlySet<Role>, random: () => number): RolePalette {
  const free = ROLES.filter((role) => palette[role] !== undefined && !fixed.has(role));
  const order = free.map((role) => ({ role, at: random() })).sort((a, b) => a.at - b.at);
  const next = Object.fromEntries(free.map((role, at) => [role, palette[order[at]!.role]!]));
  const same = free.every((role) => next[role] === palette[role]);
  // What comes is always another deal, where there is one: each takes that of the one before it.
  return same ? Object.fromEntries(free.map((role, at) => [role, palette[free.at(at - 1)!]!])) : next;
}
