/** Which of a browser's own interfaces the page uses, found by the types that TypeScript has of them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

export const ENGINES = ['chrome', 'firefox', 'safari'] as const;
export type EngineVersions = Readonly<Record<(typeof ENGINES)[number], number>>;

/** Read and not imported: it is 20 MB. */
const DATA = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@mdn/browser-compat-data'), 'utf8'),
) as { readonly api: Feature; readonly javascript: { readonly builtins: Feature } };

/** A node of the data: features below it by their names. */
interface Feature {
  readonly __compat?: { readonly support: Record<string, Support | readonly Support[]> };
  readonly [name: string]: unknown;
}

interface Support {
  readonly version_added: string | false | null;
  readonly prefix?: string;
  readonly alternative_name?: string;
  readonly flags?: unknown;
  readonly version_removed?: string;
}

const child = (feature: unknown, name: string): Feature | undefined =>
  feature !== undefined && Object.hasOwn(feature as Feature, name)
    ? ((feature as Feature)[name] as Feature)
    : undefined;

/** Since which version each engine has it for everybody; Infinity where it does not. */
function versionsOf(feature: Feature | undefined): EngineVersions | null {
  const support = feature?.__compat?.support;
  if (!support) return null;
  const since = (engine: string): number => {
    const statements = [support[engine] ?? []].flat() as Support[];
    const versions = statements
      .filter(
        ({ prefix, alternative_name, flags, version_removed }) =>
          !prefix && !alternative_name && !flags && !version_removed,
      )
      .map(({ version_added }) => Number.parseFloat(String(version_added).replace('≤', '')))
      .filter((version) => version > 0);
    return Math.min(Infinity, ...versions);
  };
  return { chrome: since('chrome'), firefox: since('firefox'), safari: since('safari') };
}

const LIBRARY = /[\\/]typescript[\\/]lib[\\/]lib\.[^\\/]*\.d\.ts$/;

const isFromLibrary = (declaration: ts.Declaration): boolean =>
  LIBRARY.test(declaration.getSourceFile().fileName);

/** A type's own name, and those of all that it extends. */
function namesOf(type: ts.Type): string[] {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.flatMap((part) => {
    const name = part.getSymbol()?.name;
    const bases = part.isClassOrInterface() || part.getSymbol() ? (part.getBaseTypes?.() ?? []) : [];
    return [...(name ? [name] : []), ...bases.flatMap(namesOf)];
  });
}

/** The feature of a member of an interface, of a constructor or of a global; null for what the data does not know. */
function lookUp(owners: readonly string[], member: string): { name: string; feature: Feature } | null {
  for (const owner of owners) {
    const bare = owner.replace(/Constructor$/, '').replace(/^Readonly(?=Array|Map|Set)/, '');
    for (const root of [DATA.api, DATA.javascript.builtins] as unknown[]) {
      const holder = child(root, bare);
      const feature = child(holder, member) ?? child(holder, `${member}_static`);
      if (feature?.__compat) return { name: `${bare}.${member}`, feature };
    }
  }
  return null;
}

function lookUpGlobal(name: string): { name: string; feature: Feature } | null {
  const roots: unknown[] = [DATA.api, DATA.javascript.builtins, child(DATA.api, 'Window')];
  for (const root of roots) {
    const feature = child(root, name);
    if (feature?.__compat) return { name, feature };
  }
  return null;
}

const own = (name: string): string => name.replace(/_static$/, '');

/** Names of interfaces and members that may be wanted: most of what stands in a file is not worth a look at its type. */
function namesThatMayBe(isWanted: (versions: EngineVersions) => boolean): Set<string> {
  const names = new Set<string>();
  const add = (name: string, feature: unknown): void => {
    const versions = versionsOf(feature as Feature);
    if (versions && isWanted(versions)) names.add(own(name));
  };
  for (const root of [DATA.api, DATA.javascript.builtins]) {
    for (const [name, feature] of Object.entries(root)) {
      add(name, feature);
      for (const [member, below] of Object.entries(feature as Feature)) add(member, below);
    }
  }
  return names;
}

/** Since when an interface itself is there, null for what is none. */
export const versionsOfInterface = (name: string): EngineVersions | null =>
  versionsOf(lookUpGlobal(name)?.feature);

/** The interfaces and members that files use, by name, with the versions that have them: those that are wanted. */
export function webApisIn(
  files: readonly string[],
  configFile: string,
  isWanted: (versions: EngineVersions) => boolean,
): Map<string, EngineVersions> {
  const names = namesThatMayBe(isWanted);
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(configFile));
  const program = ts.createProgram({ rootNames: [...files], options });
  const checker = program.getTypeChecker();
  const found = new Map<string, EngineVersions>();
  const add = (hit: ReturnType<typeof lookUp>): void => {
    const versions = hit && versionsOf(hit.feature);
    if (versions && isWanted(versions)) found.set(hit.name, versions);
  };
  const member = (symbol: ts.Symbol | undefined, receiver: ts.Type): void => {
    const declaration = symbol?.declarations?.find(isFromLibrary);
    if (!symbol || !declaration) return;
    const parent = declaration.parent;
    const owner = ts.isInterfaceDeclaration(parent) ? [parent.name.text] : [];
    add(lookUp([...owner, ...namesOf(checker.getApparentType(receiver))], symbol.name));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && names.has(node.name.text)) {
      member(checker.getSymbolAtLocation(node.name), checker.getTypeAtLocation(node.expression));
    } else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = node.propertyName ?? node.name;
      if (!ts.isIdentifier(name) || !names.has(name.text)) return ts.forEachChild(node, visit);
      const type = checker.getTypeAtLocation(node.parent);
      member(checker.getPropertyOfType(type, name.text), type);
    } else if (
      ts.isIdentifier(node) &&
      names.has(node.text) &&
      !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
    ) {
      const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
      const isValue = (each: ts.Declaration): boolean =>
        isFromLibrary(each) && (ts.isVariableDeclaration(each) || ts.isFunctionDeclaration(each));
      if (!ts.isPartOfTypeNode(node) && declarations.some(isValue)) add(lookUpGlobal(node.text));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(program.getSourceFile(file)!);
  return found;
}
