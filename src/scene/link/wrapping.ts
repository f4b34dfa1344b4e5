/** What mail, messengers and trackers put around and into a link. The link's checksum decides where it ends. */

/** A link's beginning, as it is or as addresses are escaped. */
const BEGINNING = /(?:#|%23)s(?:=|%3D)/i;
const FRAGMENT = /^#s=([0-9]{1,6})\.(.*)$/s;
/** Line breaks and spaces, with the marks of quoted mail and of lines that go on. */
const BREAKS = /=?[\s\u00AD\u200B-\u200D\u2060\uFEFF][\s>|\u00AD\u200B-\u200D\u2060\uFEFF]*/g;
/** A link that was escaped may have been escaped again on its way. */
const ESCAPED = 3;

function unescaped(text: string): string {
  for (let time = 0; time < ESCAPED && text.includes('%'); time++) {
    text = text.replace(/%C2%A0/gi, ' ').replace(/%E2%80%8B/gi, '');
    text = text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  }
  return text;
}

/** The part of an address that is a link's fragment with all that follows; empty when there is none. */
export function linkIn(address: string): string {
  const at = address.search(BEGINNING);
  return at < 0 ? '' : address.slice(at);
}

/** Does a fragment hold a scene? Others (of a heading, of another tool) are not for us. */
export const isLink = (fragment: string): boolean => fragment.search(BEGINNING) === 0;

function withoutMarks(letters: string): string {
  let end = letters.length;
  while (end && '-_'.includes(letters[end - 1]!)) end--;
  return letters.slice(0, end);
}

/**
 * What may be a link's data, the likeliest first: a handful, however long the text is.
 * @returns null when the fragment names no version
 */
export function unwrap(fragment: string): { version: number; whole: string; likely: string[] } | null {
  const [, version, whole] = FRAGMENT.exec(unescaped(fragment)) ?? [];
  if (version === undefined || whole === undefined) return null;
  const likely = new Set<string>();
  for (const text of [whole, whole.trimStart().replace(BREAKS, '')]) {
    const letters = /^[\w-]*/.exec(text)![0];
    // Emphasis, as in _link_, is made of letters that a link has too.
    for (const part of [letters, letters.replace(/[-_]$/, ''), withoutMarks(letters)]) {
      // No data has this length: one letter of it is another's.
      likely.add(part.length % 4 === 1 ? part.slice(0, -1) : part);
    }
  }
  return { version: Number(version), whole, likely: [...likely] };
}
