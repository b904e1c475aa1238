/** What answers tasks in a simulation: rows of probabilities, without a wire between. */
export interface AnswerModel<Task = unknown> {
  /** Two miners with the same id run the same model and give the same answers. */
  readonly id: string
  /** SHA-256 of its file, or of its id where there is none: what a miner registers, 64 hex digits. */
  readonly digest: string
  /** Answers many tasks at once, ahead of `answer`; models that answer at once do nothing. */
  prepare(tasks: readonly Task[]): Promise<void>
  /**
   * The answer to a task: the caller must not write to it. The same task gets the same answer, whoever asks.
   * @throws AppError `not-prepared` for a task that `prepare` has not seen, by models that need it.
   */
  answer(task: Task): Float32Array
}
