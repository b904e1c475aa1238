import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'
import { fromWire, parseWireTensor } from '../../../../shared/model/tensor.ts'

/** Broken: takes the numbers of an answer as they come, whatever they sum to. */
export const mechanism: typeof parity = {
  ...parity,
  id: 'lax-parser',
  parseAnswers(input, tasks) {
    const { data } = fromWire(parseWireTensor(input))
    return tasks.map((_, index) => data.subarray(2 * index, 2 * index + 2))
  },
}
