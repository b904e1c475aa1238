import { beforeAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { checkAbandoned } from '../../../validator/audit/check-abandoned.ts'
import { checkSequence } from '../../../validator/audit/check-sequence.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import { renderText } from '../../../validator/audit/render-text.ts'
import type { PublishedEntry } from '../../../validator/publish/shapes.ts'
import { signBody } from '../../../validator/publish/signed-body.ts'
import { playRound, resumeRounds } from '../../../validator/round.ts'
import { OPTIONS, VALIDATOR } from '../support/round.ts'
import { audit, type Change, type Played, playedValidator } from './support/played.ts'

beforeAll(cryptoReady)

const entry = (round: number, abandoned: PublishedEntry['abandoned'] = null, block = 10 * round): PublishedEntry => ({
  round,
  mechanism: OPTIONS.scoreKey,
  name: `${round}`,
  block: { number: block, hash: `0x${'00'.repeat(32)}` },
  period: 0,
  secretHash: '00'.repeat(32),
  committedBlock: 1,
  isOpened: true,
  isKept: abandoned === null,
  abandoned,
})
const crash = { in: 'asked', reason: 'nobody had committed to anything' } as const
const listOf = (count: number, abandoned: number) =>
  Array.from({ length: count }, (_, i) => entry(i + 1, i < abandoned ? crash : null))

function found(entries: readonly PublishedEntry[]) {
  const findings = createFindings(VALIDATOR.ss58)
  checkAbandoned(entries, findings)
  return { kinds: findings.deviations.map(({ what }) => what), notes: findings.notes }
}

describe('rounds that a validator abandoned', () => {
  it.each([
    [1, 1],
    [3, 2],
    [20, 4],
    [100, 10],
    [2_000, 110],
  ])('%s rounds with %s of them are noted as bad luck', (count, abandoned) => {
    expect(found(listOf(count, abandoned))).toEqual({
      kinds: [],
      notes: [expect.stringContaining(`${abandoned} of ${count}`)],
    })
  })

  it.each([
    [3, 3],
    [20, 7],
    [100, 15],
    [2_000, 150],
  ])('%s rounds with %s of them are told: crashes do not explain that', (count, abandoned) => {
    expect(found(listOf(count, abandoned)).kinds).toEqual(['abandoned-rounds'])
  })

  it('are told one by one when their answers were known', () => {
    const entries = [...listOf(50, 0), entry(51, { in: 'revealed', reason: 'it cannot be scored' })]
    expect(found(entries).kinds).toEqual(['missing-round'])
  })

  it('may lie in the block of the next one, unlike two scored ones', () => {
    const orderOf = (entries: readonly PublishedEntry[]) => {
      const findings = createFindings(VALIDATOR.ss58)
      const facts = { head: { number: 100, hash: '' }, tempo: 50, openAfterEpochs: 2, opened: undefined }
      checkSequence(entries, facts, findings)
      return findings.deviations.map(({ what }) => what)
    }
    expect(orderOf([entry(1), entry(2, crash, 20), entry(3, null, 20)])).toEqual([])
    expect(orderOf([entry(1), entry(2, null, 20), entry(3, null, 20)])).toEqual(['order'])
    expect(orderOf([entry(1), entry(2, crash, 20), entry(3, null, 19)])).toEqual(['order'])
  })
})

describe('the audit of a validator that crashed', () => {
  let played: Played
  beforeAll(async () => {
    played = await playedValidator({
      epochs: 7,
      async change({ deps, client }) {
        const ask = () => Promise.reject(new Error('crashed'))
        await expect(playRound({ ...deps, dendrite: { ask } }, OPTIONS, new AbortController().signal)).rejects.toThrow()
        await resumeRounds(deps, OPTIONS, new AbortController().signal)
        client.advance()
        return {}
      },
    })
  })

  it('says which round is missing and why, trusts nothing, and finds nothing wrong', async () => {
    const report = await audit(played)
    const [validator] = report.validators
    expect(validator?.deviations).toEqual([])
    expect(validator).toMatchObject({ verdict: 'clean', trustedFrom: null, rounds: { listed: 22, abandoned: 1 } })
    expect(validator?.rows.replayed).toBeGreaterThan(0)
    expect(renderText(report)).toMatch(/abandoned 1 of 22 rounds \(4\.5 %\): 1/)
  })

  it('is not fooled by scored rounds that are called abandoned', async () => {
    const call =
      (rounds: (round: number) => boolean, abandoned: object): Change =>
      (path, signed) => {
        if (path !== '/transcripts') return signed
        const body = JSON.parse(Buffer.from(signed.bytes).toString())
        for (const one of body.rounds) if (rounds(one.round)) Object.assign(one, { abandoned, isKept: false })
        return signBody(utf8(JSON.stringify(body)), VALIDATOR)
      }
    const kindsOf = async (change: Change) =>
      (await audit(played, { change })).validators[0]?.deviations.map(({ what }) => what)
    // Its scores stay in what is remembered.
    expect(await kindsOf(call((round) => round === 5, crash))).toContain('standing')
    expect(await kindsOf(call((round) => round % 3 === 0, crash))).toContain('abandoned-rounds')
    expect(await kindsOf(call((round) => round === 5, { ...crash, in: 'revealed' }))).toContain('missing-round')
  })
})
