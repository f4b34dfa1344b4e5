/**
 * What was found out about providers on this device: their proofs (self-test.ts) and how long they draw (draw-times.ts). A worker has no
 * localStorage: IndexedDB.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { version } from '../../package.json';
import type { DrawTimes, DrawTimesStore } from './draw-times';
import { threadCount } from './runtime';
import type { ProofStore } from './self-test';
import { webglIsMissing } from './webgl/runtime';

interface Found extends DBSchema {
  proofs: { key: string; value: boolean };
  'draw-times': { key: string; value: DrawTimes };
}

const opened = new Map<string, Promise<IDBPDatabase<Found>>>();

/** A database for each kind: one that was given another store later would wait for every tab with an older page. */
function open(kind: 'proofs' | 'draw-times'): Promise<IDBPDatabase<Found>> {
  const known = opened.get(kind);
  if (known) return known;
  const opening = openDB<Found>(kind, 1, { upgrade: (database) => void database.createObjectStore(kind) });
  opened.set(kind, opening);
  return opening;
}

export const PROOFS: ProofStore = {
  get: async (key) => (await open('proofs')).get('proofs', key),
  set: async (key, right) => void (await (await open('proofs')).put('proofs', right, key)),
};

/** Of a model: whatever is updated on the device, it is measured again. */
export function drawTimesOf(model: string): DrawTimesStore {
  const makeKey = async (): Promise<string> => {
    const drivers = [await webgpuDriver().catch(() => ''), webglIsMissing() ? '' : webglDriver()];
    return [proofKey(model, drivers.join(' | ')), threadCount()].join(' | ');
  };
  // Drivers are asked for their names once.
  let made: Promise<string> | null = null;
  const key = (): Promise<string> => (made ??= makeKey());
  return {
    get: async () => (await open('draw-times')).get('draw-times', await key()),
    set: async (times) => void (await (await open('draw-times')).put('draw-times', times, await key())),
  };
}

/** Whatever is updated on a device, the proof is given again. */
export function proofKey(provider: string, driver: string): string {
  return [version, provider, driver, navigator.userAgent].join(' | ');
}

/** @returns what the browser tells of the driver behind WebGL */
export function webglDriver(): string {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  const names = context?.getExtension('WEBGL_debug_renderer_info');
  const name = String(context?.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** Whether a driver computes on the processor, as far as its name tells. */
export function isSoftware(driver: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(driver);
}

/** WebGPU, where the browser has it. */
export const webgpu = (): GPU | undefined => navigator.gpu as GPU | undefined;

/** @returns what the browser tells of an adapter of WebGPU */
export function adapterName(adapter: GPUAdapter | null | undefined): string {
  // The first browsers with WebGPU do not tell it.
  const info = adapter?.info as GPUAdapterInfo | undefined;
  return [info?.vendor, info?.architecture, info?.device, info?.description].join(' ');
}

/** @returns what the browser tells of the adapter behind WebGPU */
export const webgpuDriver = async (): Promise<string> => adapterName(await webgpu()?.requestAdapter());
