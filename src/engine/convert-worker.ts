/** A checkpoint becomes a stored model, in a worker of its own that ends with it. Cancelling is ending the worker. */
import { blobSource, convertTo } from '../convert';
import { explanationIn } from './causes';
import type { ConvertRequest, FromConverter } from './convert-protocol';
import { writeModel } from './model-store';
import { makeGraphRunner } from './runtime';

const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: FromConverter): void => scope.postMessage(message);

async function convert({ checkpoint, meanLatent, picks, name }: ConvertRequest): Promise<void> {
  const writer = await writeModel();
  try {
    const source = blobSource(checkpoint);
    const manifest = await convertTo(source, (file, bytes) => writer.write(file, bytes), {
      name,
      meanLatent: meanLatent ? blobSource(meanLatent) : undefined,
      picks: picks ? blobSource(picks) : undefined,
      makeGraphRunner,
      // Half the room on the device; the arithmetic stays float32, and so does the layout network.
      storage: 'float16',
      onProgress: ({ step, fraction }) => send({ type: 'progress', step, fraction }),
    });
    await writer.finish(manifest);
    send({ type: 'done', manifest, bytesRead: source.bytesRead });
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

scope.onmessage = ({ data }: MessageEvent<ConvertRequest>) => {
  convert(data).catch((error: unknown) => send({ type: 'failed', explanation: explanationIn(error) }));
};
