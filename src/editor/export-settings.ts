/** How a person exports: kept for the next time, on this device. */
import * as v from 'valibot';
import { useStore } from 'zustand';
import { createKeptStore } from './kept-store';
import { EASINGS, EXPORT_KINDS, PICTURE_SCALES, VIDEO_FORMATS } from './sharing';

/** What was kept may be of another version, or damaged: what is not understood is as at the beginning. */
const ExportSettingsSchema = v.object({
  kind: v.fallback(v.picklist(EXPORT_KINDS), 'picture'),
  scale: v.fallback(v.picklist(PICTURE_SCALES), 1),
  /** Null for the best that the browser can make. */
  format: v.fallback(v.nullable(v.picklist(VIDEO_FORMATS)), null),
  seconds: v.fallback(v.pipe(v.number(), v.minValue(1), v.maxValue(20)), 4),
  easing: v.fallback(v.picklist(EASINGS), 'smooth'),
  beside: v.fallback(v.boolean(), false),
});

export type ExportSettings = Readonly<v.InferOutput<typeof ExportSettingsSchema>>;

export function readExportSettings(kept: unknown): ExportSettings {
  return v.parse(ExportSettingsSchema, typeof kept === 'object' ? { ...kept } : {});
}

export const exportSettings = createKeptStore('blobroom-export', readExportSettings);

export const useExportSettings = (): ExportSettings => useStore(exportSettings);
