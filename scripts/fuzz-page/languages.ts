/** Whether a page speaks one language: no piece of another language's texts is in what it shows. */
import { en } from '../../src/editor/i18n/en';
import { fr } from '../../src/editor/i18n/fr';

export type Language = 'en' | 'fr';

interface Tree {
  readonly [key: string]: string | Tree;
}

function leaves(tree: Tree): string[] {
  return Object.values(tree).flatMap((each) => (typeof each === 'string' ? [each] : leaves(each)));
}

/** Shorter pieces are names and units, which languages share. */
const LEAST_WORDS = 3;

/** What stands between the values of a text. */
const piecesOf = (tree: Tree): string[] =>
  leaves(tree)
    .flatMap((text) => text.split(/\{\{[^}]*\}\}/))
    .map((piece) => piece.trim())
    .filter((piece) => piece.split(/\s+/).length >= LEAST_WORDS);

const PIECES: Readonly<Record<Language, readonly string[]>> = { en: piecesOf(en), fr: piecesOf(fr) };
const OWN: Readonly<Record<Language, string>> = { en: leaves(en).join('\n'), fr: leaves(fr).join('\n') };

/** Pieces of sentences in a page's text that are of another language than the page. */
export function foreignPieces(shown: string, language: Language): string[] {
  const other = language === 'en' ? 'fr' : 'en';
  const text = shown.replace(/\s+/g, ' ');
  return PIECES[other].filter((piece) => text.includes(piece) && !OWN[language].includes(piece));
}
