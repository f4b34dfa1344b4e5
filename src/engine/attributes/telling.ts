/** Attributes by name: what a row of the reader's says, and what becomes of it when somebody tells it otherwise. Pure. */
import { type Rgb, fromLight, hexOfRgb, rgbOfHex, toLight } from '../../blobgan';
import type { AttributeSchema } from '../../convert/attributes';

/** By name: a colour as "#a1543c", a value, a number, true or false; `facing` in degrees, 0 = towards the viewer. */
export type Told = Readonly<Record<string, string | number | boolean>>;

/** The light of a whole room. Warmth and strength go from -1 to 1. */
export interface ToldLight {
  readonly preset?: string;
  readonly night?: boolean;
  readonly warmth?: number;
  readonly strength?: number;
}

/** What was read of a thing. */
export interface Traits {
  /** Null where the reader does not know. */
  readonly class: string | null;
  /** Only what the class has and what is known. */
  readonly values: Told;
}

/** Rows of what the graphs take and give, as the schema orders the columns. */
export interface AttributeRows {
  /** Rows x categories: 0 = unknown, else the value's place + 1. */
  readonly categories: Int32Array;
  /** Rows x numbers, in their own units. */
  readonly numbers: Float32Array;
  /** Rows x numbers: 1 = known, else 0. */
  readonly known: Float32Array;
}

type ClassSchema = AttributeSchema['classes'][number];

const RGB = ['r', 'g', 'b'] as const;
const SIDES = ['x', 'y', 'z'] as const;
const DEGREES = 180 / Math.PI;
/** A part darker than this (as light) says nothing of how it would follow the whole. */
const DARKEST = 0.002;
export class Telling {
  private readonly numberAt: ReadonlyMap<string, number>;
  private readonly categoryAt: ReadonlyMap<string, number>;

  constructor(private readonly schema: AttributeSchema) {
    this.numberAt = new Map(schema.numbers.map(({ name }, at) => [name, at]));
    this.categoryAt = new Map(schema.categories.map(({ name }, at) => [name, at]));
  }

  /** What a row says. */
  traitsOf(rows: AttributeRows, row: number): Traits {
    const cells = this.cellsOf(rows, row);
    const own = this.classOf(cells);
    const values: Record<string, string | number | boolean> = {};
    const keep = (name: string, value: string | number | boolean | null): void => {
      if (value !== null) values[name] = value;
    };
    for (const name of own?.colours ?? []) keep(name, hexOrNull(cells.colour(name)));
    for (const name of own?.numbers ?? []) keep(name, cells.number(name));
    for (const name of own?.switches ?? []) {
      const value = cells.number(name);
      keep(name, value === null ? null : value > 0.5);
    }
    if (own?.patterns.length) keep('pattern', cells.category('pattern'));
    if (own?.skies.length) keep('sky', cells.category('sky'));
    if (own?.models.length) keep('model', cells.category('model'));
    const [cos, sin] = [cells.number('yaw.cos'), cells.number('yaw.sin')];
    if (own?.turns && cos !== null && sin !== null) keep('facing', Math.atan2(sin, cos) * DEGREES);
    return { class: cells.category('class'), values };
  }

  /**
   * Tells a row otherwise, in place. What its class does not have stays as it was read. In whatever order things are told,
   * they come to the same.
   */
  tell(rows: AttributeRows, row: number, told: Told, light: ToldLight | null): void {
    const cells = this.cellsOf(rows, row);
    if (light) this.lighten(cells, light);
    const own = this.classOf(cells);
    if (!own) return;
    const { model, pattern, sky, facing } = told;
    if (typeof model === 'string' && own.models.includes(model)) {
      cells.setCategory('model', model);
      const { dimensions } = this.schema.models.find(({ key }) => key === model)!;
      SIDES.forEach((side, at) => cells.setNumber(`dimensions.${side}`, dimensions[at]!));
    }
    if (typeof pattern === 'string' && own.patterns.includes(pattern)) cells.setCategory('pattern', pattern);
    if (typeof sky === 'string' && own.skies.includes(sky)) cells.setCategory('sky', sky);
    for (const name of own.numbers) {
      const value = told[name];
      if (typeof value === 'number') cells.setNumber(name, value);
    }
    for (const name of own.switches) {
      const value = told[name];
      if (typeof value === 'boolean') cells.setNumber(name, Number(value));
    }
    if (typeof facing === 'number' && own.turns) {
      cells.setNumber('yaw.cos', Math.cos(facing / DEGREES));
      cells.setNumber('yaw.sin', Math.sin(facing / DEGREES));
    }
    tellColours(cells, own, told);
  }

  /**
   * Sets the room's light: the preset first, the others change what that gives. What is seen of the thing changes as the light on it does.
   */
  private lighten(cells: Cells, { preset, night, warmth = 0, strength = 0 }: ToldLight): void {
    const before = incoming(cells);
    for (const [name, value] of this.schema.lights.find(({ name }) => name === preset)?.values ?? [])
      cells.setNumber(name, value);
    if (night !== undefined) cells.setNumber('light.night', Number(night));
    for (const { name, low, high } of this.schema.numbers) {
      if (!name.startsWith('light.')) continue;
      // As far as the model has seen light: 1 is the most of a column, -1 the least.
      const towards = (part: number): void => {
        const value = cells.number(name);
        const end = part > 0 ? high : low;
        if (value !== null && part) cells.setNumber(name, value + Math.abs(part) * (end - value));
      };
      if (name.endsWith('.r')) towards(warmth);
      else if (name.endsWith('.b')) towards(-warmth);
      else if (name.endsWith('Intensity')) towards(strength);
    }
    followLight(cells, this.classOf(cells)?.colours[0], before, incoming(cells));
  }

  private classOf(cells: Cells): ClassSchema | undefined {
    const own = cells.category('class');
    return this.schema.classes.find(({ name }) => name === own);
  }

  private cellsOf(rows: AttributeRows, row: number): Cells {
    return new Cells(this.schema, this.numberAt, this.categoryAt, rows, row);
  }
}

/** One row by name. A name that no column has is unknown, and is not set. */
class Cells {
  constructor(
    private readonly schema: AttributeSchema,
    private readonly numberAt: ReadonlyMap<string, number>,
    private readonly categoryAt: ReadonlyMap<string, number>,
    private readonly rows: AttributeRows,
    private readonly row: number,
  ) {}

  number(name: string): number | null {
    const at = this.numberPlace(name);
    return at !== null && this.rows.known[at]! > 0.5 ? this.rows.numbers[at]! : null;
  }

  /** Keeps to the range of the column. */
  setNumber(name: string, value: number): void {
    const at = this.numberPlace(name);
    if (at === null) return;
    const { low, high } = this.schema.numbers[this.numberAt.get(name)!]!;
    this.rows.numbers[at] = Math.min(high, Math.max(low, value));
    this.rows.known[at] = 1;
  }

  category(name: string): string | null {
    const at = this.categoryAt.get(name);
    if (at === undefined) return null;
    const code = this.rows.categories[this.row * this.categoryAt.size + at]!;
    return this.schema.categories[at]!.values[code - 1] ?? null;
  }

  setCategory(name: string, value: string): void {
    const at = this.categoryAt.get(name)!;
    const code = this.schema.categories[at]!.values.indexOf(value) + 1;
    this.rows.categories[this.row * this.categoryAt.size + at] = code;
  }

  colour(name: string): Rgb | null {
    const parts = RGB.flatMap((part) => this.number(`${name}.${part}`) ?? []);
    return parts.length === RGB.length ? (parts as [number, number, number]) : null;
  }

  setColour(name: string, rgb: Rgb): void {
    RGB.forEach((part, at) => this.setNumber(`${name}.${part}`, rgb[at]!));
  }

  private numberPlace(name: string): number | null {
    const at = this.numberAt.get(name);
    return at === undefined ? null : this.row * this.numberAt.size + at;
  }
}

type Channel = 0 | 1 | 2;

const eachChannel = (value: (channel: Channel) => number): Rgb => [value(0), value(1), value(2)];

/** A colour with so many times the light in each channel, as far as there is more. */
const lit = (colour: Rgb, ratio: (channel: Channel) => number): Rgb =>
  eachChannel((channel) => fromLight(Math.min(1, toLight(colour[channel]) * ratio(channel))));

/** The light that falls on things, by channel: exposure x (sun + sky). Null where the reader does not know. */
function incoming(cells: Cells): Rgb | null {
  const number = (name: string): number | null => cells.number(`light.${name}`);
  const [exposure, sun, sky] = [number('exposure'), number('sunIntensity'), number('skyIntensity')];
  const [sunColour, skyColour] = [cells.colour('light.sunColour'), cells.colour('light.skyColour')];
  if (exposure === null || sun === null || sky === null || !sunColour || !skyColour) return null;
  return eachChannel((channel) => exposure * (sun * sunColour[channel] + sky * skyColour[channel]));
}

/** What is seen of a thing in another light: as much more or less of each channel, in linear light. */
function followLight(cells: Cells, seen: string | undefined, before: Rgb | null, after: Rgb | null): void {
  const colour = seen === undefined ? null : cells.colour(seen);
  if (!colour || !before || !after) return;
  cells.setColour(
    seen!,
    lit(colour, (channel) => after[channel] / Math.max(DARKEST, before[channel])),
  );
}

const hexOrNull = (rgb: Rgb | null): string | null => rgb && hexOfRgb(rgb);

/**
 * The colour of the whole, and then those of its parts. The part that dominates changes with the whole, by the same ratio of
 * light, unless it is told a colour of its own; a part that is told one moves nothing else.
 */
function tellColours(cells: Cells, { colours }: ClassSchema, told: Told): void {
  const [whole, ...parts] = colours;
  const asked = whole === undefined ? undefined : told[whole];
  if (whole !== undefined && typeof asked === 'string') {
    const [before, after] = [cells.colour(whole), rgbOfHex(asked)];
    const [dominant] = parts;
    const own = dominant === undefined ? null : cells.colour(dominant);
    if (before && own) {
      const ratio = (channel: Channel): number =>
        (toLight(after[channel]) + DARKEST) / (toLight(before[channel]) + DARKEST);
      cells.setColour(dominant!, lit(own, ratio));
    }
    cells.setColour(whole, after);
  }
  for (const part of parts) {
    const value = told[part];
    if (typeof value === 'string') cells.setColour(part, rgbOfHex(value));
  }
}
