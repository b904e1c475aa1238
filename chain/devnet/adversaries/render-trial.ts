import ansis from 'ansis'
import Table from 'cli-table3'
import { shortKey } from '../../../shared/short-key.ts'
import { RAO_PER_TAO } from '../../../shared/units.ts'
import type { Catch } from './catches.ts'
import type { HonestReport, TrialReport, UnfairReport } from './trial-report.ts'

const HEAD = ['who', 'model', 'hotkeys', 'emission', 'own work', 'gain', 'caught by']
const LINES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

/** Adversaries and honest miners with what they earned, what their work is worth, and what they were caught by. */
export function renderTrial({ adversaries, honest, unfair, audit, broken, epochs, gainLimit }: TrialReport): string {
  const table = new Table({
    head: HEAD.map((word) => ansis.bold(word)),
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
    chars: LINES,
  })
  for (const { adversary, model, hotkeys, emissionRao, ownWorkRao, gain, caught } of adversaries)
    table.push([
      ansis.red(adversary),
      model?.replace(`${adversary}: `, '') ?? '–',
      hotkeys.length,
      alpha(emissionRao),
      alpha(ownWorkRao),
      formatGain(gain, gainLimit),
      formatCatches(caught, honest),
    ])
  for (const { name, model, emissionRao, ownWorkRao, gain, caught } of honest)
    table.push([
      name,
      model ?? '–',
      1,
      alpha(emissionRao),
      alpha(ownWorkRao),
      formatGain(gain),
      formatCatches(caught, honest),
    ])
  return [
    `over ${epochs} paid epochs; gain is emission by what the own work would earn`,
    table.toString(),
    ...(unfair === null ? [] : renderUnfair(unfair)),
    `audit written to ${audit.html} and ${audit.json}`,
    ...broken.map((line) => ansis.red(line)),
  ].join('\n')
}

function renderUnfair({ hotkey, stakeShare, friend, friendGain, verdict, verdicts }: UnfairReport): readonly string[] {
  const others = verdicts.filter((validator) => validator.hotkey !== hotkey)
  const favours = verdicts.find((validator) => validator.hotkey === hotkey)?.favours ?? []
  const [most] = favours
  const found =
    most === undefined ? '' : `: it pays ${shortKey(most.hotkey)} ${(100 * most.gain).toFixed(1)} % of its row too much`
  return [
    `validator ${shortKey(hotkey)} with ${(100 * stakeShare).toFixed(1)} % of the stake favours ${shortKey(friend)}, whose gain is ${formatGain(friendGain)}`,
    `validator audit calls it ${ansis.bold(verdict)}${found}; the others ${others.map(({ verdict: word }) => word).join(', ')}`,
  ]
}

/** Times its own work; red above the limit. */
export function formatGain(gain: number | null, limit = Number.POSITIVE_INFINITY): string {
  const text = gain?.toFixed(3) ?? '∞'
  return gain === null || gain > limit ? ansis.red(text) : text
}

/** Whose place a copy shares is told where that is an honest miner; the number is that of validators. */
const formatCatches = (caught: readonly Catch[], honest: readonly HonestReport[]): string =>
  caught
    .map(({ kind, of, validators }) => {
      const owner = honest.find(({ hotkey }) => hotkey === of)?.name
      return `${kind}${owner === undefined ? '' : ` of ${owner}`} (${validators})`
    })
    .join(', ')

const alpha = (rao: string): string => `${(Number((BigInt(rao) * 1000n) / RAO_PER_TAO) / 1000).toFixed(3)} α`
