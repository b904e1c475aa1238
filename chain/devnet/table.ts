import ansis from 'ansis'
import Table from 'cli-table3'
import type { Neuron } from '../../shared/subtensor/client.ts'
import { formatTao, fromU16Proportion, RAO_PER_TAO, type Ss58 } from '../../shared/units.ts'
import type { Observation } from './observe.ts'

/** What the table knows of a neuron beside the chain: its place in the plan, its score, whether its process runs. */
export interface NeuronFacts {
  readonly role: 'validator' | 'miner'
  readonly model: string | undefined
  /** Mean of the validators' scores, 0 to 1; `undefined` before the first round. */
  readonly score: number | undefined
  /** `undefined` while it runs. */
  readonly trouble: string | undefined
  /** Whether it is planned to cheat. */
  readonly cheats?: boolean
}

const HEAD = ['uid', 'role', 'hotkey', 'model', 'score', 'weight', 'incentive', 'dividends', 'emission']
const BAR_WIDTH = 30
/** A rule above, below and under the head; rows stand close. */
const LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

const share = (value: number): string => (value === 0 ? ansis.dim('·') : value.toFixed(4))
const shortKey = (ss58: string): string => `${ss58.slice(0, 6)}…${ss58.slice(-4)}`

/** The neurons as a table: shares of 1, emission in alpha since the start. */
export function renderTable(observation: Observation, factsOf: (hotkey: Ss58) => NeuronFacts | undefined): string {
  const table = new Table({ head: HEAD.map((word) => ansis.bold(word)), style: { head: [], border: [] }, chars: LINES })
  for (const neuron of observation.neurons) {
    const facts = factsOf(neuron.hotkey)
    const model = facts?.model ?? ansis.dim('–')
    table.push([
      { hAlign: 'right', content: String(neuron.uid) },
      roleOf(neuron, facts) === 'validator' ? ansis.cyan('validator') : 'miner',
      shortKey(neuron.hotkey),
      facts?.trouble === undefined ? model : `${model} ${ansis.red(facts.trouble)}`,
      { hAlign: 'right', content: facts?.score === undefined ? ansis.dim('·') : facts.score.toFixed(3) },
      { hAlign: 'right', content: share(neuron.weight) },
      { hAlign: 'right', content: share(fromU16Proportion(neuron.incentive)) },
      { hAlign: 'right', content: share(fromU16Proportion(neuron.dividends)) },
      { hAlign: 'right', content: formatAlpha(neuron.totalEmissionRao) },
    ])
  }
  return table.toString()
}

/** A neuron that somebody else added has no facts. Permits go by stake, which miners earn too; dividends go to validators alone. */
export const roleOf = (neuron: Neuron, facts: NeuronFacts | undefined): NeuronFacts['role'] =>
  facts?.role ?? (neuron.dividends > 0 ? 'validator' : 'miner')

/** Three decimals of alpha; the exact rao are in the report. */
const formatAlpha = (rao: bigint): string =>
  rao === 0n ? ansis.dim('·') : `${(Number((rao * 1000n) / RAO_PER_TAO) / 1000).toFixed(3)} α`

/** Block, epochs and how far the current epoch is. */
export function renderProgress(
  { block, tempo, blocksSinceLastStep, paidEpochs }: Observation,
  target?: number,
): string {
  const filled = Math.min(BAR_WIDTH, Math.round((blocksSinceLastStep / Math.max(tempo, 1)) * BAR_WIDTH))
  const bar = ansis.green('█'.repeat(filled)) + ansis.dim('░'.repeat(BAR_WIDTH - filled))
  const of = target === undefined ? '' : ` of ${target}`
  return `block ${ansis.bold(String(block))}   paid epochs ${ansis.bold(String(paidEpochs))}${of}   next epoch ${bar} ${Math.max(tempo - blocksSinceLastStep, 0)} blocks`
}

/** One line per epoch for logs and pipes. */
export function renderEpochLine(observation: Observation, factsOf: (hotkey: Ss58) => NeuronFacts | undefined): string {
  const miners = observation.neurons
    .filter(({ hotkey }) => factsOf(hotkey)?.role === 'miner')
    .map(({ uid, incentive }) => `${uid}:${fromU16Proportion(incentive).toFixed(3)}`)
  const emitted = observation.neurons.reduce((sum, { emission }) => sum + emission, 0n)
  return `block ${observation.block}  epoch paid ${observation.paidEpochs}  emission ${formatTao(emitted)} α  incentive by uid ${miners.join(' ')}`
}
