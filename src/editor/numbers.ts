/** Numbers as people read and write them: in their language, and as a small sum. */
import { i18n } from './i18n';

/** A number with so many digits, as the person's language writes it. */
export function writtenNumber(value: number, digits: number): string {
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  // Not "-0".
  return (Number(value.toFixed(digits)) || 0).toLocaleString(i18n.language, format);
}

const TOKEN = /\s*(?:(\d+(?:[.,]\d*)?|[.,]\d+)\s*(%)?|([-+*/()]))/y;
/** Longer ones are no sum. */
const MAX_CHARACTERS = 100;

type Token = { readonly number: number; readonly percent: boolean } | string;

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) return null;
    const [, digits, percent, sign] = found;
    tokens.push(sign ?? { number: Number(digits!.replace(',', '.')), percent: percent !== undefined });
  }
  return tokens;
}

/**
 * Reads a number or a small sum: `11,5`, `40+10`, `(3-1)*2`. One that begins with `*`, `/` or `+` goes on from the
 * present number; `-` begins a negative one, `-=` takes away. `50%` is so much of `whole`, and a half as a factor.
 * @param present the number that is there
 * @param whole what 100 % is
 * @returns null when it is neither
 */
export function readNumber(typed: string, present: number, whole = present): number | null {
  const text = typed
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    .replace(/×/g, '*')
    .replace(/[÷:]/g, '/')
    .replace(/°\s*$/, '')
    .trim();
  if (!text || text.length > MAX_CHARACTERS) return null;
  const tokens = tokensOf(text.replace(/^([-+*/])=/, `${present < 0 ? `(0-${-present})` : present}$1`));
  if (!tokens) return null;
  if (['*', '/', '+'].includes(tokens[0] as string)) tokens.unshift({ number: present, percent: false });
  let at = 0;
  const sum = (): number => {
    let value = product();
    for (let sign = tokens[at]; sign === '+' || sign === '-'; sign = tokens[at]) {
      at++;
      value += sign === '+' ? product() : -product();
    }
    return value;
  };
  const product = (): number => {
    let value = factor();
    for (let sign = tokens[at]; sign === '*' || sign === '/'; sign = tokens[at]) {
      at++;
      value = sign === '*' ? value * factor(1) : value / factor(1);
    }
    return value;
  };
  const factor = (hundredPercent = whole): number => {
    const token = tokens[at++];
    if (token === '-') return -factor(hundredPercent);
    if (token === '(') {
      const value = sum();
      return tokens[at++] === ')' ? value : NaN;
    }
    if (token === undefined || typeof token === 'string') return NaN;
    return token.percent ? (token.number / 100) * hundredPercent : token.number;
  };
  const value = sum();
  return at === tokens.length && Number.isFinite(value) ? value : null;
}
