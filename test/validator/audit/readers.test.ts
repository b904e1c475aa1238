import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { savingIn } from '../../../validator/audit/folder-source.ts'
import { VALIDATOR } from '../support/round.ts'
import { type Json, minerIn, put, resigned } from './support/edits.ts'
import { audit, type Change, type Played, playedValidator } from './support/played.ts'

let played: Played
beforeAll(async () => {
  await cryptoReady()
  played = await playedValidator({ epochs: 4 })
})

/** What is found by one reader with the files of another, to whom the validator showed something else. */
async function foundBeside(shownToOther: Change) {
  const against = mkdtempSync(join(tmpdir(), 'meritnet-readers-'))
  onTestFinished(() => rmSync(against, { recursive: true, force: true }))
  const other = savingIn(join(against, VALIDATOR.ss58), {
    name: 'another reader',
    async get(path) {
      const body = played.bodies.get(path)
      const shown = body && shownToOther(path, body)
      return shown === undefined ? { tag: 'missing' } : { tag: 'body', body: shown }
    },
  })
  for (const path of played.bodies.keys()) await other.get(path, 1e9)
  const { validators } = await audit(played, { against })
  return validators[0]?.deviations.map(({ what, round, size }) => [what, round, size])
}

describe('a validator that shows readers', () => {
  it('the same is left alone', async () => {
    expect(await foundBeside((_, body) => body)).toEqual([])
  })

  it('what it had opened and kept at different times is left alone', async () => {
    const earlier = resigned('/transcripts', ({ rounds }) => {
      for (const entry of rounds.splice(6)) put(entry, { isOpened: false })
    })
    expect(await foundBeside((path, body) => (path === '/transcripts/2' ? undefined : earlier(path, body)))).toEqual([])
  })

  it('what it kept before and after it was told to keep more is left alone', async () => {
    const earlier = resigned('/identity', (body) => put(body, { keepAnswers: 5, kept: { ...body.kept, since: 12 } }))
    expect(await foundBeside(earlier)).toEqual([])
  })

  it.each<[string, Change, number | null, number]>([
    ['words on what it keeps', resigned('/identity', (body) => put(body.kept, { since: 5, firstRound: 4 })), 5, 2],
    ['transcripts', resigned('/transcripts/2', (body) => put(minerIn(body, 1), { latencyMs: 99 })), 2, 1],
    [
      'answers',
      resigned('/transcripts/3', (body) => put(minerIn(body, 2), { outcome: 'late', payload: null, salt: null })),
      3,
      3,
    ],
    ['lists', resigned('/transcripts', ({ rounds }) => put(rounds[4], { secretHash: 'ab'.repeat(32) })), 5, 1],
    ['rows', resigned('/weights', ({ rows }: Json) => put(rows[1].weights[2], { value: 9 })), null, 1],
  ])('other %s is told, with how many values differ', async (_, change, round, size) => {
    expect(await foundBeside(change)).toEqual([['inconsistent', round, size]])
  })

  it('other files than it signed is not blamed for those', async () => {
    const forged: Change = (path, body) => ({
      ...resigned(path, () => {})(path, body)!,
      signature: `0x${'00'.repeat(64)}`,
    })
    expect(await foundBeside(forged)).toEqual([])
  })
})
