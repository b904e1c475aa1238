/** Row-major float32 values with their shape. */
export interface Tensor {
  readonly dims: readonly number[]
  readonly data: Float32Array
}

/** A named input or output of a model. A `undefined` dimension is free, for example the batch. */
export interface Port {
  readonly name: string
  readonly dims: readonly (number | undefined)[]
}

/** Name of the output that gives a model's hidden layer away, besides its answer. */
export const HIDDEN_OUTPUT = 'hidden'

/** Widest hidden layer that is shown: 4096 tasks of it take 128 MiB. */
export const MAX_HIDDEN_WIDTH = 8192

/** What a model answers, and the hidden layer that the answer was computed from, [batch, width]. */
export interface HiddenAnswer {
  readonly output: Tensor
  readonly hidden: Tensor
}

/** A loaded ONNX graph with one float32 input and one float32 output; it may show its hidden layer as well. */
export interface Model {
  /** SHA-256 of the file, lower-case hex. */
  readonly digest: string
  readonly input: Port
  readonly output: Port
  /** The float32 output called `hidden`, [batch, width of a hidden layer], in models that have one. */
  readonly hidden: Port | undefined
  /** @throws AppError `inference-failed` when the shapes do not fit or the runtime fails. */
  infer(input: Tensor): Promise<Tensor>
  /**
   * The answer together with the hidden layer, by one forward pass.
   * @throws AppError `inference-failed` as `infer`, and `no-hidden-output` when the model does not show one.
   */
  inferHidden(input: Tensor): Promise<HiddenAnswer>
  close(): Promise<void>
}
