/**
 * onnxruntime-web with WebGL for the decoder's stages and WASM for the rest: two builds behind one face, because the
 * build that has both also carries a GPU provider that is not used here, three times the size.
 */
import type * as Ort from 'onnxruntime-web/wasm';
import type { Runtime } from '../pipeline';
import { type TextureMemory, WebglStageSession, type WebglRuntime } from './stage-session';

export const WEBGL_OPTIONS = {
  executionProviders: ['webgl'],
} as const satisfies Ort.InferenceSession.SessionOptions;

/** Both builds, and where WebGL draws. */
export type JoinedRuntime = Runtime & Pick<WebglRuntime, 'context'>;

/** @returns the runtime's two builds as one: sessions with `executionProviders: ['webgl']` are stages on WebGL */
export function joinRuntimes(webgl: WebglRuntime, wasm: Runtime): JoinedRuntime {
  const memory: TextureMemory = { bytes: 0 };
  const create = async (
    file: Uint8Array,
    options: Ort.InferenceSession.SessionOptions,
  ): Promise<Ort.InferenceSession> => {
    const onWebgl = options.executionProviders?.includes('webgl');
    if (!onWebgl) return wasm.InferenceSession.create(file, options);
    return new WebglStageSession(webgl, wasm, memory, file) as unknown as Ort.InferenceSession;
  };
  return {
    Tensor: wasm.Tensor,
    InferenceSession: { create } as unknown as typeof Ort.InferenceSession,
    context: webgl.context,
  };
}

/** Loads the WebGL build, in a chunk of its own. */
export async function importWebglBuild(): Promise<WebglRuntime> {
  const ort = (await import('onnxruntime-web/webgl')) as unknown as typeof Ort;
  ort.env.logLevel = 'error';
  const flags = ort.env.webgl as { contextId?: string; context?: WebGL2RenderingContext };
  // WebGL 1 has half floats on some drivers; no picture can be exact with those.
  flags.contextId = 'webgl2';
  return { InferenceSession: ort.InferenceSession, Tensor: ort.Tensor, context: () => flags.context };
}

/** Why WebGL cannot be tried here at all; null when it can. */
export function webglIsMissing(): boolean {
  try {
    const context = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!context) return true;
    const missing = !context.getExtension('EXT_color_buffer_float');
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return missing;
  } catch {
    return true;
  }
}
