import { HIDDEN_OUTPUT } from '../../shared/model/model.ts'
import type { Network } from './network.ts'
import type { Graph } from './onnx-writer.ts'
import { SCALED_LIMIT, type Scaling } from './scaling.ts'

/** Graph of a scaled network: raw features in, probabilities out, and what the ReLU passes for proofs of inference. */
export function toGraph({ width, hidden, classes, w1, b1, w2, b2 }: Network, scaling: Scaling): Graph {
  return {
    name: 'classifier',
    input: { name: 'features', width },
    output: { name: 'probabilities', width: classes },
    hidden: { name: HIDDEN_OUTPUT, width: hidden },
    constants: [
      { name: 'centre', dims: [width], values: scaling.centre },
      { name: 'factor', dims: [width], values: scaling.factor },
      { name: 'low', dims: [], values: Float32Array.of(-SCALED_LIMIT) },
      { name: 'high', dims: [], values: Float32Array.of(SCALED_LIMIT) },
      { name: 'w1', dims: [width, hidden], values: w1 },
      { name: 'b1', dims: [hidden], values: b1 },
      { name: 'w2', dims: [hidden, classes], values: w2 },
      { name: 'b2', dims: [classes], values: b2 },
    ],
    operators: [
      { op: 'Sub', inputs: ['features', 'centre'], output: 'centred' },
      { op: 'Mul', inputs: ['centred', 'factor'], output: 'scaled' },
      { op: 'Clip', inputs: ['scaled', 'low', 'high'], output: 'clipped' },
      { op: 'Gemm', inputs: ['clipped', 'w1', 'b1'], output: 'sums' },
      { op: 'Relu', inputs: ['sums'], output: HIDDEN_OUTPUT },
      { op: 'Gemm', inputs: [HIDDEN_OUTPUT, 'w2', 'b2'], output: 'logits' },
      { op: 'Softmax', inputs: ['logits'], output: 'probabilities', attributes: { axis: 1 } },
    ],
  }
}
