/** Reading layered files in Node, which has no canvases. */
import { type Psd, initializeCanvas, readPsd } from 'ag-psd';

initializeCanvas(
  () => {
    throw new Error('There is no canvas here.');
  },
  (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4) }) as ImageData,
);

export const layersIn = (file: Uint8Array): Psd => readPsd(file, { useImageData: true, skipThumbnail: true });
