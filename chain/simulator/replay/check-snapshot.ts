import { AppError } from '../../../shared/errors.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'

const LATEST_BLOCK = 2 ** 32 - 1
/** Half of what a balance holds: a simulation adds to it. */
const MOST_RAO = 2n ** 63n

type RecordedNeuron = MetagraphSnapshot['neurons'][number]

/**
 * Refuses a network that no chain can be in: the simulator would go on with it, and wrongly.
 * @throws AppError `impossible-snapshot` that names the file, what is in it and what would be valid.
 */
export function checkSnapshot(file: string, snapshot: MetagraphSnapshot): void {
  const { tempo, block, neurons } = snapshot
  const reason =
    (tempo === 0 ? 'its tempo is 0, so that it never has an epoch; valid is 1 or more' : undefined) ??
    (block.number > LATEST_BLOCK
      ? `its block ${block.number} is none of a chain; valid is up to ${LATEST_BLOCK}`
      : undefined) ??
    sameHotkey(neurons) ??
    neurons.map((neuron) => badRow(neuron, neurons.length)).find((found) => found !== undefined) ??
    tooMuchStake(neurons)
  if (reason !== undefined) throw new AppError('impossible-snapshot', `${file}: ${reason}`, { file })
}

function sameHotkey(neurons: readonly RecordedNeuron[]): string | undefined {
  const seen = new Map<string, number>()
  for (const { uid, hotkey } of neurons) {
    const other = seen.get(hotkey)
    if (other !== undefined) return `uids ${other} and ${uid} have the same hotkey ${hotkey}; each has its own`
    seen.set(hotkey, uid)
  }
  return undefined
}

function badRow({ uid, weights, bonds }: RecordedNeuron, count: number): string | undefined {
  for (const [name, row] of Object.entries({ weights, bonds })) {
    const columns = row.map(([column]) => column)
    const beyond = columns.find((column) => column >= count)
    if (beyond !== undefined) return `the ${name} of uid ${uid} name uid ${beyond}; valid is 0 to ${count - 1}`
    const twice = columns.find((column, at) => columns.indexOf(column) < at)
    if (twice !== undefined) return `the ${name} of uid ${uid} name uid ${twice} twice; once is valid`
  }
  return undefined
}

function tooMuchStake(neurons: readonly RecordedNeuron[]): string | undefined {
  const stake = neurons.reduce(
    (sum, { alphaRao, stakeRao, rootRao }) => sum + (alphaRao ?? stakeRao) + (rootRao ?? 0n),
    0n,
  )
  return stake < MOST_RAO ? undefined : `its stakes sum to ${stake} rao; a chain holds less than ${MOST_RAO}`
}
