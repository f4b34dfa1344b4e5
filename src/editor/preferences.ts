/** What a person chose for every visit: kept on this device, never in the document. */
import * as v from 'valibot';
import { useStore } from 'zustand';
import { LANGUAGES, type Language } from './i18n';
import { createKeptStore } from './kept-store';

export const THEMES = ['system', 'light', 'dark'] as const;
const CHOICES = ['system', ...(Object.keys(LANGUAGES) as Language[])] as const;

/** What was kept may be of another version, or damaged: what is not understood is as at the beginning. */
const PreferencesSchema = v.object({
  theme: v.fallback(v.picklist(THEMES), 'system'),
  language: v.fallback(v.picklist(CHOICES), 'system'),
  /** Whether the first steps were seen to their end, or dismissed. */
  welcomed: v.fallback(v.boolean(), false),
});

export type Preferences = Readonly<v.InferOutput<typeof PreferencesSchema>>;

export function readPreferences(kept: unknown): Preferences {
  return v.parse(PreferencesSchema, typeof kept === 'object' ? { ...kept } : {});
}

export const preferences = createKeptStore('blobroom-preferences', readPreferences);

export function usePreferences<T>(selector: (state: Preferences) => T): T {
  return useStore(preferences, selector);
}
