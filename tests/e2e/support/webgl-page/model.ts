/** A model for the page: converted from a checkpoint, or as it ships. */
import { type Manifest, bytesSource, convertCheckpoint, parseManifest } from '../../../../src/convert';
import { makeGraphRunner } from '../../../../src/engine/runtime';
import type { ReadFile } from '../../../../src/engine/pipeline';

async function fetched(address: string): Promise<Uint8Array> {
  const response = await fetch(new URL(`models/${address}`, self.location.origin));
  if (!response.ok) throw new Error(`${address} could not be fetched (${response.status}).`);
  return new Uint8Array(await response.arrayBuffer());
}

/** @param address of a checkpoint or a manifest, under `models/` beside the page */
export async function openedModel(address: string): Promise<{ manifest: Manifest; read: ReadFile }> {
  const bytes = await fetched(address);
  if (address.endsWith('.json')) {
    const manifest = parseManifest(JSON.parse(new TextDecoder().decode(bytes)));
    const folder = address.slice(0, address.lastIndexOf('/') + 1);
    return { manifest, read: (name) => fetched(folder + name) };
  }
  const { manifest, files } = await convertCheckpoint(bytesSource(bytes, address), {
    name: 'golden',
    makeGraphRunner,
  });
  return { manifest, read: async (name) => files.get(name)! };
}
