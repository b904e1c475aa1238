import { beforeAll, expect, it } from 'vitest'
import { fromHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { planRound } from '../../../shared/round/plan.ts'
import { secretHash } from '../../../shared/round/secret-commitment.ts'
import { roundSeed } from '../../../shared/round/seed.ts'
import { readTranscript, readTranscriptIds } from '../../../validator/db/transcripts.ts'
import { grade } from '../../../validator/grade.ts'
import { playRound } from '../../../validator/round.ts'
import { toMechanismKey } from '../../../validator/score-key.ts'
import { openForTest } from '../support/database.ts'
import { confident, minerOf, OPTIONS, ROUND_OWNER, roundForTest, timeout } from '../support/round.ts'

beforeAll(cryptoReady)

const never = new AbortController().signal

async function play(rounds: number, retention = OPTIONS.retention) {
  const database = openForTest(undefined, ROUND_OWNER)
  const fixture = await roundForTest(database, { 1: confident(0.9), 2: timeout, 3: confident(0.9) })
  for (let i = 0; i < rounds; i++) {
    await playRound(fixture.deps, { ...OPTIONS, retention }, never)
    fixture.client.advance()
  }
  return { ...fixture, database }
}

it('holds all that it takes to draw the tasks and to grade the answers again', async () => {
  const { database, client, commitSecret } = await play(2)
  // Until its secret is open, a round cannot be replayed.
  expect(readTranscript(database.orm, 1)?.secret.secret).toBeNull()
  for (let epoch = 0; epoch < 3; epoch++) {
    client.advance(10)
    await commitSecret()
  }
  await playRound({ ...(await roundForTest(database, {})).deps }, OPTIONS, never)
  // Through the text that goes over the wire.
  const transcript: NonNullable<ReturnType<typeof readTranscript>> = JSON.parse(
    JSON.stringify(readTranscript(database.orm, 2)),
  )
  const { secret, block, id, sizes, scale, name, mechanism } = transcript
  const opened = Buffer.from(secret.secret ?? '', 'hex')
  expect(secretHash(opened)).toBe(secret.hash)
  expect(secret.committedBlock).toBeLessThan(block.number)
  const mechanismKey = toMechanismKey(mechanism)
  const seed = roundSeed({ beacon: fromHex(block.hash), secret: opened, mechanismKey, round: id })
  const plan = planRound(glyphs as Mechanism, seed, sizes, transcript.difficulty ?? undefined)
  expect(glyphs.scaleOf(plan.shared as never)).toEqual(scale)
  const answered = transcript.miners.filter(({ outcome }) => outcome === 'answered')
  expect(answered).toHaveLength(2)
  for (const { hotkey: miner, commitHash, payload, salt, score, skill } of answered) {
    const reveal = {
      round: name,
      validator: ROUND_OWNER.hotkey,
      miner,
      commitHash: commitHash!,
      payload: payload!,
      salt: salt!,
    }
    const graded = grade(reveal, { mechanism: glyphs as Mechanism, tasks: plan.forMiner(miner), scale })
    expect(graded).toMatchObject({ outcome: 'answered', score, skill })
  }
})

it('joins the state before a round to the state after the one before', async () => {
  const { database } = await play(3)
  const [first, second, third] = [1, 2, 3].map((id) => readTranscript(database.orm, id)!)
  expect(first?.pairsBefore).toEqual([])
  expect(first?.miners.map(({ standingBefore }) => standingBefore)).toEqual([null, null, null])
  for (const [before, after] of [
    [first, second],
    [second, third],
  ]) {
    expect(after?.pairsBefore).toEqual(before?.pairsAfter)
    expect(after?.miners.map(({ standingBefore }) => standingBefore)).toEqual(
      before?.miners.map(({ standingAfter }) => standingAfter),
    )
  }
  // Two miners that answer the same are one from the first round on.
  const pair = [minerOf(1), minerOf(3)].sort()
  expect(third?.pairsAfter).toMatchObject([{ a: pair[0], b: pair[1], rounds: 3, since: 1 }])
  expect(third?.findings).toContainEqual(expect.objectContaining({ kind: 'duplicate', sinceRound: 1 }))
})

it('are listed for as long as they are whole', async () => {
  const { database, deps, client, commitSecret } = await play(6)
  expect(readTranscriptIds(database.orm)).toEqual([1, 2, 3, 4, 5, 6])
  for (let epoch = 0; epoch < 3; epoch++) {
    client.advance(10)
    await commitSecret()
  }
  await playRound(deps, { ...OPTIONS, retention: { rounds: 100, answers: 3 } }, never)
  // Of the six whose secret is open the newest three are kept, and the one whose secret is not.
  expect(readTranscriptIds(database.orm)).toEqual([4, 5, 6, 7])
  expect(readTranscriptIds(database.orm, { from: 5, limit: 1 })).toEqual([5])
  expect(readTranscript(database.orm, 99)).toBeUndefined()
  const dropped = readTranscript(database.orm, 2)
  expect([dropped?.pairsAfter, dropped?.miners[0]?.payload]).toEqual([null, null])
})
