import type { Rng } from '../../shared/rng.ts'

/** Shape of a network with one hidden layer. */
export interface NetworkShape {
  readonly width: number
  readonly hidden: number
  readonly classes: number
}

/**
 * Parameters of `softmax(relu(x·W1 + b1)·W2 + b2)`. Matrices are row-major with the inputs as rows, so that the inner
 * loops of training walk memory in order and skip inputs that are zero.
 */
export interface Network extends NetworkShape {
  /** [width, hidden] */
  readonly w1: Float32Array
  readonly b1: Float32Array
  /** [hidden, classes] */
  readonly w2: Float32Array
  readonly b2: Float32Array
}

/** A network of zeros: also the form of a gradient and of Adam's moments. */
export const zeroNetwork = ({ width, hidden, classes }: NetworkShape): Network => ({
  width,
  hidden,
  classes,
  w1: new Float32Array(width * hidden),
  b1: new Float32Array(hidden),
  w2: new Float32Array(hidden * classes),
  b2: new Float32Array(classes),
})

/** A network to start training from: weights normal with variance 2/inputs (He et al. 2015), biases zero. */
export function createNetwork(shape: NetworkShape, rng: Rng): Network {
  const network = zeroNetwork(shape)
  fillNormal(network.w1, Math.sqrt(2 / shape.width), rng)
  fillNormal(network.w2, Math.sqrt(2 / shape.hidden), rng)
  return network
}

function fillNormal(values: Float32Array, deviation: number, rng: Rng): void {
  for (let i = 0; i < values.length; i++) values[i] = deviation * rng.normal()
}

/** A copy that training does not move. */
export const copyNetwork = (network: Network): Network => ({
  ...network,
  w1: network.w1.slice(),
  b1: network.b1.slice(),
  w2: network.w2.slice(),
  b2: network.b2.slice(),
})

/** All parameters, for whoever treats them alike. */
export const parametersOf = ({ w1, b1, w2, b2 }: Network): readonly Float32Array[] => [w1, b1, w2, b2]
