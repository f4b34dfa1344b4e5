/** Numbers as the language writes them, wherever a text names one: nobody has to think of the decimal comma. */
import type { FormatterModule } from 'i18next';

/** Bytes as megabytes, with one decimal. The unit stands in the text. */
const MEGABYTES: Intl.NumberFormatOptions = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
/** As they are, digits ungrouped: seeds and versions are names. */
const PLAIN: Intl.NumberFormatOptions = { useGrouping: false, maximumFractionDigits: 20 };

function numberIn(language: string | undefined, value: number, format: string | undefined): string {
  if (format === 'megabytes') return (value / 1e6).toLocaleString(language, MEGABYTES);
  // A number from a stranger's file may have 300 digits.
  if (String(value).includes('e')) return String(value);
  return value.toLocaleString(language, format === 'number' ? {} : PLAIN);
}

export const NUMBERS: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, format, language) =>
    typeof value === 'number' ? numberIn(language, value, format) : String(value),
};
