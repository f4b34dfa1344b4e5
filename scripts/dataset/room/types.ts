/**
 * A room as data: everything that the picture depends on, and nothing else. Metres; x to the right, y up, z
 * towards the camera; the origin is the middle of the floor. Colours are sRGB, 0..1.
 */
export type Vector = readonly [x: number, y: number, z: number];
export type Colour = readonly [r: number, g: number, b: number];

export const SURFACES = ['floor', 'ceiling', 'back wall', 'left wall', 'right wall'] as const;
type SurfaceName = (typeof SURFACES)[number];
export type Wall = 'back' | 'left' | 'right';

/** A set holds rooms of one kind. */
export const ROOM_KINDS = ['bedroom', 'living room'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

/** Classes that are built by the renderer rather than taken from the catalogue. */
export const PROCEDURAL = ['rug', 'curtain', 'picture', 'mirror'] as const;

/** Patterns, by the surfaces and things that can have them. `none` is plain. */
export const PATTERNS = {
  floor: ['planks', 'carpet', 'tiles'],
  wall: ['none', 'stripes', 'dots', 'panelling', 'brick'],
  bedding: ['none', 'stripes', 'checks'],
  rug: ['border', 'stripes', 'diamonds', 'none'],
  picture: ['landscape', 'sun', 'bands', 'blocks', 'flower'],
  mirror: ['mirror'],
} as const;
export const SKIES = ['clear', 'cloudy', 'sunset', 'night'] as const;

type Sky = (typeof SKIES)[number];
export type Pattern = (typeof PATTERNS)[keyof typeof PATTERNS][number] | Sky;

/**
 * How a surface or thing looks: flat, each a number, a boolean, a name or a colour (FORMAT.md). What a thing has
 * no use for is left out. Colours are what is painted, before light.
 */
export interface Look {
  readonly pattern?: Pattern;
  /** Metres from one repeat to the next; of panelling its height. */
  readonly patternScale?: number;
  /** The pattern runs across (x and z, or x and y, change places). */
  readonly patternAcross?: boolean;
  readonly colourA?: Colour;
  readonly colourB?: Colour;
  readonly colourC?: Colour;
  readonly wood?: Colour;
  /** Cloth, lacquer, metal: the larger and the smaller share. */
  readonly accent?: Colour;
  readonly accent2?: Colour;
  readonly bedding?: Colour;
  /** A lamp's shade. */
  readonly shade?: Colour;
  readonly lampOn?: boolean;
  /** What is behind a window. */
  readonly sky?: Sky;
  /** A rug is a disc. */
  readonly round?: boolean;
}

export interface Surface {
  readonly name: SurfaceName;
  readonly look: Look;
}

export interface Thing {
  readonly class: string;
  /** Catalogue key or `procedural`. */
  readonly model: string;
  /** Middle of the thing's foot (of its back, for what hangs on a wall: y is then its lower edge). */
  readonly position: Vector;
  /** Turn about the vertical: 0 looks into the room from the back wall. */
  readonly yaw: number;
  /** Width, height, depth as it stands there. */
  readonly dimensions: Vector;
  readonly look: Look;
  /** Index of the thing that it stands on. */
  readonly on?: number;
}

export interface Camera {
  /** Vertical and horizontal field of view in degrees (the picture is square). */
  readonly fov: number;
  readonly position: Vector;
  readonly target: Vector;
}

export interface Light {
  readonly night: boolean;
  readonly exposure: number;
  /** Towards the sun. */
  readonly sunDirection: Vector;
  readonly sunIntensity: number;
  readonly sunColour: Colour;
  readonly skyIntensity: number;
  readonly skyColour: Colour;
  readonly lampsOn: boolean;
}

export interface Room {
  readonly i: number;
  readonly seed: number;
  readonly kind: RoomKind;
  readonly camera: Camera;
  readonly room: { readonly width: number; readonly height: number; readonly depth: number };
  readonly light: Light;
  readonly surfaces: readonly Surface[];
  readonly things: readonly Thing[];
}

/** The colours that a model was made in, by what a look can colour; what it has not is left out. */
export type OwnColours = Readonly<
  Partial<Record<'wood' | 'accent' | 'accent2' | 'bedding' | 'shade', Colour>>
>;

/** What the layout of a room has to know of a catalogue model. */
export interface ModelInfo {
  readonly key: string;
  readonly class: string;
  readonly dimensions: Vector;
  readonly own: OwnColours;
  /** The one kind of room that it stands in; left out: any. */
  readonly only?: RoomKind;
}
