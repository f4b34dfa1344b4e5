/** What the page tells whoever started it (run.py): one finding after the other, so that what was found is kept if it stops. */

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

export interface Finding {
  readonly name: string;
  readonly value?: Plain;
  /** What it failed of. */
  readonly error?: string;
  readonly seconds: number;
}

/** Finds something out. @returns what was found, or why not */
export async function find(name: string, act: () => Promise<Plain>): Promise<Finding> {
  const start = performance.now();
  const seconds = (): number => Math.round(performance.now() - start) / 1000;
  try {
    const value = await act();
    return { name, value, seconds: seconds() };
  } catch (error) {
    return { name, error: error instanceof Error ? error.message : String(error), seconds: seconds() };
  }
}

/** @param path `finding`, or `end` when there is no more */
export async function post(path: 'finding' | 'end', body: Finding | null): Promise<void> {
  await fetch(new URL(`/${path}`, location.origin), { method: 'POST', body: JSON.stringify(body) });
}
