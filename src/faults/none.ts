/** The values of a code that says everything. */
export type None = Record<never, never>;
