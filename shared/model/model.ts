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

/** A loaded ONNX graph with one float32 input and one float32 output. */
export interface Model {
  /** SHA-256 of the file, lower-case hex. */
  readonly digest: string
  readonly input: Port
  readonly output: Port
  /** @throws AppError `inference-failed` when the shapes do not fit or the runtime fails. */
  infer(input: Tensor): Promise<Tensor>
  close(): Promise<void>
}
