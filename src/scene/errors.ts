/** What a reader of outside bytes answers: one sentence that says what is wrong and what to do. */
export class SceneError extends Error {}
