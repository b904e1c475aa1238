import { stripVTControlCharacters } from 'node:util'
import ansis from 'ansis'
import Table from 'cli-table3'
import { shortKey } from '../../shared/short-key.ts'
import type { Neuron } from '../../shared/subtensor/client.ts'
import { formatTao, fromU16Proportion, RAO_PER_TAO, type Ss58 } from '../../shared/units.ts'
import type { Observation, ObservedNeuron } from './observe.ts'

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

/** What a column shows of a neuron. */
type Cell = (neuron: ObservedNeuron, facts: NeuronFacts | undefined) => string

const share = (value: number): string => (value === 0 ? ansis.dim('·') : value.toFixed(4))

/** All columns, from left to right. */
const COLUMNS = {
  uid: ({ uid }) => String(uid),
  role: (neuron, facts) => (roleOf(neuron, facts) === 'validator' ? ansis.cyan('validator') : 'miner'),
  hotkey: ({ hotkey }) => shortKey(hotkey),
  model: (_, facts) => {
    const model = facts?.model ?? ansis.dim('–')
    return facts?.trouble === undefined ? model : `${model} ${ansis.red(facts.trouble)}`
  },
  score: (_, facts) => (facts?.score === undefined ? ansis.dim('·') : facts.score.toFixed(3)),
  weight: ({ weight }) => share(weight),
  incentive: ({ incentive }) => share(fromU16Proportion(incentive)),
  dividends: ({ dividends }) => share(fromU16Proportion(dividends)),
  emission: ({ totalEmissionRao }) => formatAlpha(totalEmissionRao),
} satisfies Readonly<Record<string, Cell>>
type Column = keyof typeof COLUMNS
const isText = (column: Column): boolean => column === 'role' || column === 'hotkey' || column === 'model'

/** What a narrow terminal leaves out first; who earns how much stays. */
const LEFT_OUT: readonly Column[] = ['hotkey', 'weight', 'role', 'dividends', 'score', 'emission']
const BAR_WIDTH = 30
/** A shorter one tells nothing. */
const LEAST_BAR = 10
/** A rule above, below and under the head; rows stand close. */
const LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

/**
 * The neurons as a table: shares of 1, emission in alpha since the start.
 * @param width columns of the terminal; a table that is wider loses those that matter least.
 */
export function renderTable(
  { neurons }: Observation,
  factsOf: (hotkey: Ss58) => NeuronFacts | undefined,
  width = Number.POSITIVE_INFINITY,
): string {
  const drawn = (columns: readonly Column[]): string => {
    const head = columns.map((word) => ansis.bold(word))
    const table = new Table({ head, style: { head: [], border: [] }, chars: LINES })
    for (const neuron of neurons)
      table.push(
        columns.map((column) => ({
          hAlign: isText(column) ? 'left' : 'right',
          content: COLUMNS[column](neuron, factsOf(neuron.hotkey)),
        })),
      )
    return table.toString()
  }
  let columns = Object.keys(COLUMNS).filter((name): name is Column => name in COLUMNS)
  let table = drawn(columns)
  for (const least of LEFT_OUT) {
    if (widthOf(table) <= width) break
    columns = columns.filter((column) => column !== least)
    table = drawn(columns)
  }
  return table
}

/** Of its first line, the rule above all. */
const widthOf = (table: string): number => stripVTControlCharacters(table).indexOf('\n')

/** A neuron that somebody else added has no facts. Permits go by stake, which miners earn too; dividends go to validators alone. */
export const roleOf = (neuron: Neuron, facts: NeuronFacts | undefined): NeuronFacts['role'] =>
  facts?.role ?? (neuron.dividends > 0 ? 'validator' : 'miner')

/** Three decimals of alpha; the exact rao are in the report. */
const formatAlpha = (rao: bigint): string =>
  rao === 0n ? ansis.dim('·') : `${(Number((rao * 1000n) / RAO_PER_TAO) / 1000).toFixed(3)} α`

/** Block, epochs and how far the current epoch is: one line, or two where that is too long. */
export function renderProgress(
  { block, tempo, blocksSinceLastStep, paidEpochs }: Observation,
  target?: number,
  width = Number.POSITIVE_INFINITY,
): string {
  const of = target === undefined ? '' : ` of ${target}`
  const past = `block ${ansis.bold(String(block))}   paid epochs ${ansis.bold(String(paidEpochs))}${of}`
  const left = `${Math.max(tempo - blocksSinceLastStep, 0)} blocks`
  const lengthOf = (...parts: readonly string[]) => stripVTControlCharacters(parts.join('')).length
  const isLong = lengthOf(past, '   next epoch ', left) + LEAST_BAR > width
  const start = isLong ? 'next epoch' : `${past}   next epoch`
  const length = Math.max(0, Math.min(BAR_WIDTH, width - lengthOf(start, '  ', left)))
  const filled = Math.min(length, Math.round((blocksSinceLastStep / Math.max(tempo, 1)) * length))
  const bar = ansis.green('█'.repeat(filled)) + ansis.dim('░'.repeat(length - filled))
  return `${isLong ? `${past}\n` : ''}${start} ${bar} ${left}`
}

/** Both, as a terminal of that many columns has room for. */
export const renderPicture = (
  observation: Observation,
  factsOf: (hotkey: Ss58) => NeuronFacts | undefined,
  { epochs, width }: { readonly epochs: number | undefined; readonly width: number },
): string => `${renderTable(observation, factsOf, width)}\n${renderProgress(observation, epochs, width)}`

/** One line per epoch for logs and pipes. */
export function renderEpochLine(observation: Observation, factsOf: (hotkey: Ss58) => NeuronFacts | undefined): string {
  const miners = observation.neurons
    .filter((neuron) => roleOf(neuron, factsOf(neuron.hotkey)) === 'miner')
    .map(({ uid, incentive }) => `${uid}:${fromU16Proportion(incentive).toFixed(3)}`)
  const emitted = observation.neurons.reduce((sum, { emission }) => sum + emission, 0n)
  return `block ${observation.block}  epoch paid ${observation.paidEpochs}  emission ${formatTao(emitted)} α  incentive by uid ${miners.join(' ')}`
}
