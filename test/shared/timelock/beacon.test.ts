import { describe, expect, test } from 'vitest'
import { fromHex } from '../../../shared/bytes.ts'
import { isGenuine, type Pulse, QUICKNET, roundAt, timeOfRound } from '../../../shared/timelock/beacon.ts'
import { sha256 } from '../../../shared/timelock/curve.ts'
import { createLocalBeacon } from '../../../shared/timelock/local-beacon.ts'

/** Round 1000 as the public beacon published it. */
const signature = fromHex(
  'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
)
const published = { round: 1000n, signature, randomness: sha256(signature) }

describe('pulses', () => {
  test('of the public beacon are genuine', () => {
    expect(isGenuine(QUICKNET.publicKey, published)).toBe(true)
  })

  test('are not genuine under another round, key, randomness or signature', () => {
    const { publicKey } = createLocalBeacon({ seed: Uint8Array.of(1) }).parameters
    expect(isGenuine(publicKey, published)).toBe(false)
    expect(isGenuine(QUICKNET.publicKey, { ...published, round: 1001n })).toBe(false)
    expect(isGenuine(QUICKNET.publicKey, { ...published, randomness: new Uint8Array(32) })).toBe(false)
    const empty = new Uint8Array(0)
    expect(isGenuine(QUICKNET.publicKey, { round: 1n, signature: empty, randomness: sha256(empty) })).toBe(false)
    expect(isGenuine(empty, published)).toBe(false)
  })
})

describe('rounds', () => {
  test.each([
    [QUICKNET.genesisTime * 1000 - 1, 0n],
    [QUICKNET.genesisTime * 1000, 1n],
    [QUICKNET.genesisTime * 1000 + 2999, 1n],
    [QUICKNET.genesisTime * 1000 + 3000, 2n],
  ])('at %i ms is %i', (time, round) => expect(roundAt(QUICKNET, time)).toBe(round))

  test('come out at their time', () => {
    for (const round of [1n, 2n, 12_345_678n]) {
      expect(roundAt(QUICKNET, timeOfRound(QUICKNET, round))).toBe(round)
      expect(roundAt(QUICKNET, timeOfRound(QUICKNET, round) - 1)).toBe(round - 1n)
    }
  })
})

describe('a local beacon', () => {
  const beacon = createLocalBeacon({ seed: Uint8Array.of(9), periodSeconds: 2, genesisTime: 100 })
  const rounds = (after: bigint, timeMs: number, most = 10) =>
    beacon.pulsesAfter(after, timeMs, most).map(({ round }) => round)

  test('signs rounds that anybody can check, the same for the same seed', () => {
    const [pulse] = beacon.pulsesAfter(0n, 200_000, 5)
    expect(pulse!.round).toBe(51n)
    expect(isGenuine(beacon.parameters.publicKey, pulse!)).toBe(true)
    const twin = createLocalBeacon({ seed: Uint8Array.of(9), periodSeconds: 2, genesisTime: 100 })
    expect(twin.pulsesAfter(0n, 200_000, 5)).toEqual([pulse])
    expect(twin.parameters).toEqual(beacon.parameters)
    expect(createLocalBeacon({ seed: Uint8Array.of(8) }).parameters.publicKey).not.toEqual(beacon.parameters.publicKey)
  })

  test('gives what is out and not known yet, the oldest first, a few at a time', () => {
    expect(rounds(0n, 99_999)).toEqual([])
    expect(rounds(0n, 110_000)).toEqual([6n])
    expect(rounds(3n, 110_000)).toEqual([4n, 5n, 6n])
    expect(rounds(6n, 110_000)).toEqual([])
    expect(rounds(7n, 110_000)).toEqual([])
    expect(rounds(1n, 1_000_000, 3)).toEqual([2n, 3n, 4n])
  })

  test('knows what it signed itself, to the byte, and nothing else', () => {
    const { parameters, isOwn } = beacon
    const [made, next] = beacon.pulsesAfter(5n, 1_000_000, 2)
    const own = (pulse: Pulse, key = parameters.publicKey) => isOwn?.(key, pulse)
    expect([own(made!), own(next!)]).toEqual([true, true])
    expect(own({ ...made!, randomness: made!.randomness.slice(), signature: made!.signature.slice() })).toBe(true)
    expect(own({ ...made!, round: next!.round })).toBe(false)
    expect(own({ ...made!, round: 400_000n })).toBe(false)
    expect(own({ ...made!, signature: next!.signature })).toBe(false)
    expect(own({ ...made!, randomness: next!.randomness })).toBe(false)
    const other = createLocalBeacon({ seed: Uint8Array.of(8), periodSeconds: 2, genesisTime: 100 })
    expect(own(other.pulsesAfter(5n, 1_000_000, 1)[0]!)).toBe(false)
    expect(own(made!, other.parameters.publicKey)).toBe(false)
    made!.signature.fill(0)
    expect(own(made!)).toBe(false)
  })

  test('remembers no more than it must', () => {
    const many = beacon.pulsesAfter(0n, 100_000, 1).concat(beacon.pulsesAfter(1n, 1_000_000, 80))
    expect(many).toHaveLength(81)
    expect(beacon.pulsesAfter(0n, 100_000, 1)).toEqual(many.slice(0, 1))
  })
})
