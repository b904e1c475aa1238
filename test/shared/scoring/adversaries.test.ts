import { describe, expect, it } from 'vitest'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { settingsFor } from '../../../shared/scoring/settings.ts'
import { seeded } from '../../support/seeded.ts'
import { blended, noisy, sharpened, spoiled } from './support/copies.ts'
import { openPool } from './support/ladder-pool.ts'
import { type Actor, playNetwork } from './support/network.ts'
import { toHalf, toInteger } from './support/requantise.ts'

const ROUNDS = 20
const TASKS = 9000
const settings = settingsFor(glyphs)
/** For fair shares of models that are made by noise from one that is there. */
const ungrouped = { ...settings, closeRatio: 0, nearRatio: 0 }

describe('in a network of six honest models', async () => {
  const pool = await openPool(TASKS)
  const rounded = await openPool(TASKS, { change: toInteger(8) })
  const halved = await openPool(TASKS, { change: toHalf })
  const rng = seeded(3)
  const honest = (rung: number, hotkey = `honest-${rung}`): Actor => {
    const rows = pool.rows[rung - 1]!
    return { hotkey, shared: rows, slice: rows }
  }
  const ladder = [1, 2, 3, 4, 5, 6].map((rung) => honest(rung))
  const serving = (hotkey: string, rows: Float32Array): Actor => ({ hotkey, shared: rows, slice: rows })
  const fairOf = (rung: number) => playNetwork(pool, [...ladder, honest(rung, 'own')], { settings, rounds: ROUNDS })

  it('a relay that answers shared tasks by a better model is named and earns what its own model does', () => {
    const relay = { hotkey: 'relay', shared: pool.rows[5]!, slice: noisy(pool.rows[2]!, 0.6, rng) }
    const { shares, tags } = playNetwork(pool, [...ladder, relay], { settings, rounds: ROUNDS })
    const own = serving('own', relay.slice)
    const fair = playNetwork(pool, [...ladder, own], {
      settings: { ...settings, closeRatio: 0, nearRatio: 0 },
      rounds: ROUNDS,
    })
    expect(tags.relay).toContain('relay')
    expect(shares.relay! / fair.shares.own!).toBeLessThan(1.05)
  })

  it('five uids of one model earn one place', () => {
    const crowd = Array.from({ length: 5 }, (_, i) => serving(`sybil-${i}`, pool.rows[4]!))
    const actors = [...ladder.filter(({ hotkey }) => hotkey !== 'honest-5'), ...crowd]
    const { shares, tags, last } = playNetwork(pool, actors, { settings, rounds: ROUNDS })
    const fair = playNetwork(pool, ladder, { settings, rounds: ROUNDS })
    const earned = crowd.reduce((sum, { hotkey }) => sum + shares[hotkey]!, 0)
    expect(earned / fair.shares['honest-5']!).toBeLessThan(1.01)
    expect(crowd.filter(({ hotkey }) => tags[hotkey]!.includes('duplicate'))).toHaveLength(4)
    expect(last.groups.map((group) => group.length)).toEqual([5])
  })

  it('the same model in int8, in fp16 and with a little noise share its place', () => {
    for (const rung of [1, 3, 5]) {
      const rows = pool.rows[rung]!
      const crowd = [
        serving('int8', rounded.rows[rung]!),
        serving('fp16', halved.rows[rung]!),
        serving('noise', noisy(rows, 0.1, rng)),
        serving('more-noise', noisy(rows, 0.3, rng)),
      ]
      const { tags, last } = playNetwork(pool, [...ladder, ...crowd], { settings, rounds: ROUNDS })
      for (const { hotkey } of crowd) expect(tags[hotkey]).toEqual(['duplicate'])
      expect(last.groups).toHaveLength(1)
      expect(tags[`honest-${rung + 1}`]).toEqual([])
    }
  })

  it('copies that blend a little of another model in or spoil some tasks share the place of what they copy', () => {
    const crowd = [
      serving('blend', blended(pool.rows[5]!, pool.rows[4]!, 0.05)),
      serving('spoiled', spoiled(pool.rows[5]!, 0.2, rng)),
    ]
    const { tags } = playNetwork(pool, [...ladder, ...crowd], { settings, rounds: 10 })
    expect(tags.blend).toEqual(['duplicate'])
    expect(tags.spoiled).toEqual(['duplicate'])
  })

  it('copies that were sharpened, flattened or smoothed share the place of what they copy', () => {
    const crowd = [0.7, 0.85, 1.2, 1.4].map((power) => serving(`power-${power}`, sharpened(pool.rows[5]!, power)))
    const smooth = serving(
      'smooth',
      pool.rows[5]!.map((p) => 0.95 * p + 0.005),
    )
    const { tags, last } = playNetwork(pool, [...ladder, ...crowd, smooth], { settings, rounds: 10 })
    for (const { hotkey } of [...crowd, smooth]) expect(tags[hotkey]).toEqual(['duplicate'])
    expect(last.groups).toEqual([[5, 6, 7, 8, 9, 10]])
  })

  it('a relay that blends its own model with a better one is named by its slices', () => {
    for (const share of [0.3, 0.5, 0.7]) {
      const own = noisy(pool.rows[1]!, 0.8, rng)
      const relay = { hotkey: 'relay', shared: blended(pool.rows[5]!, own, share), slice: own }
      const { tags, shares } = playNetwork(pool, [...ladder, relay], { settings, rounds: ROUNDS })
      const fair = playNetwork(pool, [...ladder, serving('own', own)], { settings: ungrouped, rounds: ROUNDS })
      expect(tags.relay).toEqual(['relay'])
      expect(shares.relay! / fair.shares.own!).toBeLessThan(1.1)
    }
  })

  it('a relay that forwards all of its tasks shares the place of its victim, which has the proof', () => {
    const victim = { ...honest(6), proof: 'verified' as const }
    const relay = { ...honest(6, 'relay'), modelBlock: 1, registeredBlock: 0 }
    const { tags, shares, last } = playNetwork(pool, [...ladder.slice(0, 5), relay, victim], { settings, rounds: 5 })
    expect(tags.relay).toEqual(['relay'])
    expect(last.reasons[5]![0]).toMatchObject({ of: 'honest-6', since: 0 })
    expect(shares.relay).toBe(0)
    expect(tags['honest-6']).toEqual([])
  })

  it('a miner whose proofs fail is a downgrade and earns nothing; with equal answers, it is a relay too', () => {
    const downgrade = { ...serving('int8', rounded.rows[5]!), proof: 'failed' as const }
    const { tags, shares } = playNetwork(pool, [...ladder.slice(0, 5), downgrade], { settings, rounds: 5 })
    expect(tags.int8).toEqual(['downgrade'])
    expect(shares.int8).toBe(0)
    const both = playNetwork(pool, [...ladder, downgrade], { settings, rounds: 5 })
    expect(both.tags.int8).toEqual(['duplicate', 'downgrade'])
    const forwarding = { ...honest(6, 'relay'), proof: 'failed' as const }
    expect(playNetwork(pool, [...ladder, forwarding], { settings, rounds: 5 }).tags.relay).toEqual([
      'relay',
      'downgrade',
    ])
    expect(both.tags['honest-6']).toEqual([])
  })

  it('who answers canaries better than chance is a leak and earns nothing', () => {
    const leak = { ...honest(5), leaks: true }
    const { tags, last } = playNetwork(pool, [...ladder.slice(0, 4), leak, ladder[5]!], { settings, rounds: 15 })
    expect(tags['honest-5']).toEqual(['leak'])
    expect(last.weights[4]).toBe(0)
  })

  it('who stays silent is named and earns nothing', () => {
    const silent = { ...honest(6), isSilent: true }
    const { tags, shares } = playNetwork(pool, [...ladder.slice(0, 5), silent], { settings, rounds: 5 })
    expect(tags['honest-6']).toEqual(['late'])
    expect(shares['honest-6']).toBe(0)
  })

  it('who attaches no proof loses nothing by it', () => {
    const proven = ladder.map((actor) => ({ ...actor, proof: 'verified' as const }))
    const { shares } = playNetwork(pool, [...proven.slice(0, 3), ...ladder.slice(3)], { settings, rounds: 5 })
    expect(shares).toEqual(playNetwork(pool, ladder, { settings, rounds: 5 }).shares)
  })

  it('a second honest miner with the same model earns no second place', () => {
    const { shares, tags } = fairOf(6)
    expect(shares.own).toBe(0)
    expect(tags.own).toEqual(['duplicate'])
  })
})
