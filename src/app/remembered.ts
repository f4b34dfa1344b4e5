/** Which stored model was open last: the next visit opens on it. */
const KEY = 'blobroom.model';

/** The model's id, null for the one that comes with the page. */
export function rememberedModel(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage can be forbidden; then nothing is remembered.
    return null;
  }
}

export function rememberModel(id: string | null): void {
  try {
    if (id === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, id);
  } catch {
    // As above.
  }
}
