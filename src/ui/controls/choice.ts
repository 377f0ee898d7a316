// One of a few answers to a question, for Choices.svelte and Answers.svelte.

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly title: string;
  /** What speaks for it, and what it costs. */
  readonly effect: string;
}
