/**
 * Hyper-parameters as plain data. Lightning keeps them in an AttributeDict, OmegaConf in DictConfig objects whose
 * pickled state has `_content` (a container) or `_val` (a value): all of them are inert records here, and only
 * what lies in them is looked at.
 */
import { PyDict, PyList, PyObject, PySet, PyTuple, type Value } from './values';

export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

const MAX_DEPTH = 16;
const MAX_ITEMS = 5_000;

/**
 * @returns plain data; what has no plain form (a tensor, a class, what is too deep or too much) becomes null.
 * Objects have no prototype.
 */
export function toPlain(value: Value | undefined): Plain {
  let budget = MAX_ITEMS;
  const object = (entries: ReadonlyMap<Value, Value>, depth: number): Plain => {
    const out = Object.create(null) as { [key: string]: Plain };
    for (const [key, item] of entries) {
      // Not only a bound on the result: a dictionary that holds itself a million times would take for ever.
      if (budget <= 0) break;
      if (typeof key === 'string' || typeof key === 'number') out[String(key)] = visit(item, depth);
    }
    return out;
  };
  const visit = (item: Value | undefined, depth: number): Plain => {
    if (item === undefined || item === null || depth > MAX_DEPTH || budget-- <= 0) return null;
    if (typeof item === 'boolean' || typeof item === 'string') return item;
    if (typeof item === 'number') return Number.isFinite(item) ? item : null;
    if (item instanceof PyTuple || item instanceof PyList || item instanceof PySet) {
      return item.items.slice(0, Math.max(0, budget)).map((inner) => visit(inner, depth + 1));
    }
    if (item instanceof PyDict) return object(item.entries, depth + 1);
    if (item instanceof PyObject) {
      const state = item.state instanceof PyDict ? item.state : undefined;
      for (const key of ['_content', '_val']) {
        const held = state?.get(key);
        if (held !== undefined) return visit(held, depth + 1);
      }
      if (item.entries.size) return object(item.entries, depth + 1);
      if (state) return object(state.entries, depth + 1);
    }
    return null;
  };
  return visit(value, 0);
}

/** The value at a path of keys, or undefined when something on the way is missing. */
export function lookUp(plain: Plain, ...path: string[]): Plain | undefined {
  let at: Plain | undefined = plain;
  for (const key of path) {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return undefined;
    at = Object.hasOwn(at, key) ? at[key] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** A finite number at a path; an unresolved interpolation ("${...}") counts as missing. */
export function lookUpNumber(plain: Plain, ...path: string[]): number | undefined {
  const found = lookUp(plain, ...path);
  return typeof found === 'number' ? found : undefined;
}
