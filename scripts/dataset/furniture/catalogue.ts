/** Reads Debian's `sweethome3d-furniture`: zip libraries (.sh3f) with a Java properties catalogue and OBJ models. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { installDebianPackages } from '../../setup/programs.mjs';
import { LIBRARIES, type LibraryKey } from './shortlist';

const FOLDER = '/usr/share/sweethome3d/furniture';
const PACKAGE = 'sweethome3d-furniture';

export interface CatalogueEntry {
  readonly name: string;
  readonly creator: string;
  /** Metres. */
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** Row-major 3 x 3, to be applied before the model is scaled to its dimensions. */
  readonly rotation: readonly number[] | null;
  /** The OBJ's path inside the library. */
  readonly path: string;
}

/** Installs the package when this process may; else says what to do. */
export function ensureFurniture(): void {
  if (existsSync(FOLDER)) return;
  if (installDebianPackages([PACKAGE]) && existsSync(FOLDER)) return;
  throw new Error(
    `The furniture is not installed: run "apt-get install ${PACKAGE}" as root, then try again.`,
  );
}

/** One .sh3f library: its catalogue by model path, and the files beside a model. */
export class Library {
  readonly entries = new Map<string, CatalogueEntry>();
  private readonly bytes: Uint8Array;

  constructor(key: LibraryKey) {
    this.bytes = readFileSync(path.join(FOLDER, LIBRARIES[key].file));
    const catalogue = 'PluginFurnitureCatalog.properties';
    const text = Buffer.from(this.unzip((name) => name === catalogue).get(catalogue)!).toString('latin1');
    for (const entry of parseCatalogue(text)) this.entries.set(entry.path, entry);
  }

  private unzip(filter: (name: string) => boolean): Map<string, Uint8Array> {
    return new Map(Object.entries(unzipSync(this.bytes, { filter: (file) => filter(file.name) })));
  }

  /** The catalogue's entry of `model` or `folder/model`. */
  find(model: string): CatalogueEntry {
    const [folder, file = folder] = model.split('/');
    for (const entry of this.entries.values()) {
      if (entry.path.endsWith(`/${folder}/${file}.obj`)) return entry;
    }
    throw new Error(`The catalogue has no model ${model}: the furniture package is another version.`);
  }

  /** Every file in the folder of an entry's model, by its path inside the library. */
  filesOf(entry: CatalogueEntry): Map<string, Uint8Array> {
    const folder = `${path.posix.dirname(entry.path)}/`;
    return this.unzip((name) => name.startsWith(folder));
  }
}

export function textOf(bytes: Uint8Array): string {
  return strFromU8(bytes, true);
}

/** Java properties with numbered keys (`width#12=87.6`); lengths are centimetres. */
function parseCatalogue(text: string): CatalogueEntry[] {
  const rows = new Map<string, Map<string, string>>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^([A-Za-z]+)#(\d+)\s*=\s*(.*)$/.exec(line);
    if (!match) continue;
    const row = rows.get(match[2]!) ?? new Map<string, string>();
    row.set(match[1]!, match[3]!.trim());
    rows.set(match[2]!, row);
  }
  const entries: CatalogueEntry[] = [];
  for (const row of rows.values()) {
    const model = row.get('model');
    if (!model?.endsWith('.obj')) continue;
    entries.push({
      name: row.get('name') ?? '',
      creator: row.get('creator') ?? '',
      width: Number(row.get('width')) / 100,
      height: Number(row.get('height')) / 100,
      depth: Number(row.get('depth')) / 100,
      rotation: row.get('modelRotation')?.split(/\s+/).map(Number) ?? null,
      path: model.replace(/^\//, ''),
    });
  }
  return entries;
}
