/** Bytes out of the page. */
import type { JSHandle } from '@playwright/test';

/** The bytes of something in the page that holds them. They come as text: an array would come number by number. */
export async function bytesIn(
  holder: JSHandle<{ readonly data: Uint8ClampedArray<ArrayBuffer> }>,
): Promise<Buffer> {
  const url = await holder.evaluate(
    ({ data }) =>
      new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result as string);
        reader.readAsDataURL(new Blob([data]));
      }),
  );
  await holder.dispose();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
