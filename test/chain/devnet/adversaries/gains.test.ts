import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { askFresh, type FreshRound } from '../../../../chain/devnet/adversaries/answers.ts'
import { castOf, type Player } from '../../../../chain/devnet/adversaries/cast.ts'
import { adversaryGains, honestGains } from '../../../../chain/devnet/adversaries/gains.ts'
import { planAdversaries } from '../../../../chain/devnet/adversaries/plan.ts'
import { planNeurons } from '../../../../chain/devnet/plan.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../../../shared/mechanism/registry.ts'
import { createRng } from '../../../../shared/rng.ts'

const modelAt = (rung: number) => {
  const name = `glyphs-${rung}`
  return { name, file: fileURLToPath(new URL(`../../../../miner/models/ladder/glyphs/${name}.onnx`, import.meta.url)) }
}
/** Of the committed ladder: honest miners have the odd rungs and 6, adversaries 2 and 4. */
const honest = [1, 3, 5, 6].map(modelAt)
const rivals = [2, 4].map(modelAt)
const plans = [
  ...planNeurons(honest),
  ...planAdversaries(honest, { rivals, downgraded: modelAt(5).file, registered: '' }),
]

let cast: readonly Player[]
let rounds: readonly FreshRound[]
let mechanism: Mechanism
beforeAll(async () => {
  mechanism = await openMechanism('glyphs')
  cast = await castOf(plans)
  const files = [...honest, ...rivals].map(({ file }) => file)
  rounds = await askFresh(files, mechanism, createRng(new Uint8Array(32)), { rounds: 3, tasks: 300 })
})

const facts = (names: readonly string[]) =>
  new Map(names.map((name, i) => [name, { hotkey: `5${name}`, uid: i, registeredBlock: i, modelBlock: i }]))

const input = (emission: Readonly<Record<string, bigint>>) => ({
  cast,
  facts: facts(cast.map(({ name }) => name)),
  emissionRao: new Map(Object.entries(emission)),
  rounds,
  mechanism,
})

describe('gains of adversaries', () => {
  test('nobody gains who is paid for its own work alone', () => {
    const fair = honestGains(input({ 'miner-1': 1_000_000_000n }))
    const total = fair.reduce((sum, { ownWorkRao }) => sum + ownWorkRao, 0n)
    // The cacher, which is not caught by anything but earns no more than its own model, has a share too.
    expect(total).toBeGreaterThan(700_000_000n)
    expect(total).toBeLessThan(1_000_000_000n)
    expect(fair.map(({ name }) => name)).toEqual(['miner-1', 'miner-2', 'miner-3', 'miner-4', 'miner-5', 'miner-6'])
    const worth = fair.map(({ ownWorkRao }) => Number(ownWorkRao))
    expect(worth.slice(0, 4)).toEqual(worth.slice(0, 4).toSorted((a, b) => a - b))
    expect(worth.slice(4)).toEqual([0, 0])
  })

  test('five hotkeys that are each paid for one model gain five times', () => {
    const names = ['sybil-1', 'sybil-2', 'sybil-3', 'sybil-4', 'sybil-5']
    const total = 1_000_000_000n
    const worth = adversaryGains(input({ 'miner-4': total })).find(({ adversary }) => adversary === 'sybil')?.ownWorkRao
    expect(worth).toBeGreaterThan(50_000_000n)
    const each = worth ?? 0n
    const paid = { ...Object.fromEntries(names.map((name) => [name, each])), 'miner-4': total - 5n * each }
    const sybil = adversaryGains(input(paid)).find(({ adversary }) => adversary === 'sybil')
    expect(sybil?.names).toEqual(names)
    expect(sybil?.gain).toBeCloseTo(5, 6)
  })

  test('a late answerer could have earned, and earning nothing is no gain', () => {
    const late = adversaryGains(input({ 'miner-4': 1_000_000_000n })).find(({ adversary }) => adversary === 'late')
    expect(late?.ownWorkRao).toBe(0n)
    expect(late?.gain).toBe(0)
  })

  test('something of nothing is no number', () => {
    const paid = input({ 'miner-4': 1_000_000_000n, downgrade: 1n })
    // Its model is that of an honest miner who was there first: registered as what it is, it shares that place.
    const downgrade = adversaryGains(paid).find(({ adversary }) => adversary === 'downgrade')
    expect(downgrade).toMatchObject({ ownWorkRao: 0n, gain: null })
  })
})
