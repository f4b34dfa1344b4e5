/** What is used of the muxer, by name: imported as a whole when it is wanted, it would bring every format that it knows. */
export {
  BufferTarget,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  QUALITY_VERY_HIGH,
  WebMOutputFormat,
  getFirstEncodableVideoCodec,
} from 'mediabunny';
