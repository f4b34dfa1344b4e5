/** What a person wants to draw with, kept in this browser: the provider, and which stored model was open last. */
import * as v from 'valibot';
import { createKeptStore } from '../editor';
import { PROVIDER_IDS } from '../engine';

const EngineChoicesSchema = v.object({
  provider: v.fallback(v.picklist(['auto', ...PROVIDER_IDS] as const), 'auto'),
  /** The model's id, null for the one that comes with the page. */
  model: v.fallback(v.nullable(v.string()), null),
});

export type EngineChoices = Readonly<v.InferOutput<typeof EngineChoicesSchema>>;

export function readEngineChoices(kept: unknown): EngineChoices {
  return v.parse(EngineChoicesSchema, typeof kept === 'object' ? { ...kept } : {});
}

export const engineChoices = createKeptStore('blobroom-engine', readEngineChoices);
