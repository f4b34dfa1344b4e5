/**
 * What a person gets to read when a file cannot be used: one sentence that says what is wrong and what to do.
 * Everything that this layer throws about its input is one of these; anything else is a defect.
 */
export class ConvertError extends Error {
  override readonly name = 'ConvertError';
}
