/**
 * Texts in the person's language, by typed keys. Code that is no component holds keys, never sentences: what it
 * made stays right when the language changes.
 */
import i18next, { type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en';
import { fr } from './fr';
import { NUMBERS } from './numbers';
import type { Texts } from './texts';

export type { ActionName, GroupName, RefusalName, Texts } from './texts';
export { causeText, sentenceOf } from './sentences';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
    interpolationFormatTypeMap: { megabytes: number };
  }
}

/** Each language by its own name. */
export const LANGUAGES = { en: 'English', fr: 'Français' } as const;
export type Language = keyof typeof LANGUAGES;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The first of the browser's languages that there are texts in; English when there is none. */
export function languageOf(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]!).find(isLanguage) ?? 'en';
}

export const i18n = i18next.createInstance();
void i18n
  .use(initReactI18next)
  .use(NUMBERS)
  .init({
    // Everything is in the page already: nothing to wait for.
    initAsync: false,
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en }, fr: { translation: fr } },
    // React escapes.
    interpolation: { escapeValue: false, alwaysFormat: true },
  });

/** The texts of the language of now; a component that asks for them is rendered again when it changes. */
export function useText(): TFunction {
  return useTranslation(undefined, { i18n }).t;
}

/**
 * A thing's name for people: the model's own names are translated, with the number that may follow them; what a
 * person typed stays.
 */
export function nameOf(t: TFunction, { name }: { readonly name: string }): string {
  const [, base = name, number = ''] = /^(.*?)( \d+)?$/.exec(name) ?? [];
  const key = base.toLowerCase();
  return isNamed(key) ? `${t(`names.${key}`)}${number}` : name;
}

const isNamed = (key: string): key is keyof Texts['names'] & string => Object.hasOwn(en.names, key);

/** What a scene is called: by the name that a person gave it, else by its seed. */
export function sceneTitle(
  t: TFunction,
  { name, seed }: { readonly name: string | null; readonly seed: number },
): string {
  return name ?? t('room.numbered', { seed });
}

/** So many are named one by one. */
const MOST_NAMED = 3;

/** Names that a person gave to files, as one part of a sentence. */
export function quotedList(t: TFunction, names: readonly string[]): string {
  const parts: string[] = names.slice(0, MOST_NAMED).map((name) => t('page.quoted', { name }));
  const count = names.length - parts.length;
  if (count > 0) parts.push(t('page.more', { count }));
  return new Intl.ListFormat(i18n.language).format(parts);
}

/** With a capital letter, for titles and lists. */
export function titled(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
