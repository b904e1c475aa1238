import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import { planRound } from '../../shared/round/plan.ts'
import { type Estimate, updateEstimate } from '../../shared/scoring/estimate.ts'
import type { Ss58 } from '../../shared/units.ts'
import { type Database, openDatabase } from '../../validator/db/open.ts'
import { readRoundEntries } from '../../validator/db/round-index.ts'
import { readLastRound, readRound, readUnfinished } from '../../validator/db/rounds.ts'
import { readScores } from '../../validator/db/scores.ts'
import { readSecrets } from '../../validator/db/secrets.ts'
import { grade } from '../../validator/grade.ts'
import { temporaryPath } from './support/database.ts'
import { OPTIONS, ROUND_OWNER } from './support/round.ts'

const MINERS = 40
const SILENT = 14
const HALF_LIFE = OPTIONS.scoring.halfLifeRounds

beforeAll(cryptoReady)

it('kill -9 anywhere loses no stored score and leaves no half of a round', async () => {
  const path = temporaryPath()
  let known = 0
  for (const rounds of [1, 3, 5]) {
    const reported = Number((await playAndKill([path], (line, seen) => seen === rounds && /^\d/.test(line))).at(-1))
    withDatabase(path, (database) => {
      const last = readLastRound(database.orm)?.id ?? 0
      // The last round may have been stored without having been reported, never the other way round.
      expect([reported, reported + 1]).toContain(last)
      expect(last).toBeGreaterThan(known)
      known = last
      expectEachCountedOnce(database, last)
    })
  }
})

it.each([
  ['commit and reveal', 'reveal', 'committed'],
  ['reveal and scoring', 'score', 'revealed'],
])('kill -9 between %s loses no answer and counts none twice', async (_, phase, state) => {
  const path = temporaryPath()
  await playAndKill([path, phase], (line) => line === phase)
  const before = withDatabase(path, ({ orm }) => {
    expect(readUnfinished(orm)).toEqual([3])
    const round = readRound(orm, 3)!
    expect(round.state).toBe(state)
    expect(round.answers.filter(({ commitHash }) => commitHash !== null)).toHaveLength(MINERS - SILENT)
    expect(new Set([...readScores(orm, OPTIONS.scoreKey).values()].map(({ rounds }) => rounds))).toEqual(new Set([2]))
    return { round, secrets: readSecrets(orm).map(({ secret }) => secret) }
  })

  const lines = await playAndKill([path], (line) => line === '4')
  expect(lines).toEqual(['unfinished 3', 'resumed', '4'])
  withDatabase(path, (database) => {
    const round = readRound(database.orm, 3)!
    expect(round.state).toBe('scored')
    expect(round.seed).toEqual(before.round.seed)
    const kept = (record: (typeof round.answers)[number]) => [record.hotkey, record.commitHash, record.signature]
    expect(round.answers.map(kept)).toEqual(before.round.answers.map(kept))
    expect(round.answers.filter(({ outcome }) => outcome === 'answered')).toHaveLength(MINERS - SILENT)
    expect(round.answers.filter(({ body }) => body !== null)).toHaveLength(MINERS - SILENT)
    // The secret outlived the process, and rounds go on with it.
    expect(readSecrets(database.orm).map(({ secret }) => secret)).toEqual(before.secrets)
    const last = readLastRound(database.orm)!.id
    expectEachCountedOnce(database, last)
    expectGradesOf(database, 3)
  })
})

it('kill -9 before the commitments abandons the round under its number, and says so', async () => {
  const path = temporaryPath()
  await playAndKill([path, 'commit'], (line) => line === 'commit')
  withDatabase(path, ({ orm }) => expect([readUnfinished(orm), readRound(orm, 3)?.state]).toEqual([[3], 'asked']))

  expect(await playAndKill([path], (line) => line === '5')).toEqual(['unfinished 3', 'resumed', '4', '5'])
  withDatabase(path, (database) => {
    const last = readLastRound(database.orm)!.id
    const entries = readRoundEntries(database.orm)
    // Every number is explained, and the list is what an audit reads.
    expect(entries.map(({ round }) => round)).toEqual(Array.from({ length: last }, (_, i) => i + 1))
    const abandoned = { in: 'asked', reason: 'nobody had committed to anything' }
    expect(entries.filter((entry) => entry.abandoned !== null)).toMatchObject([{ round: 3, isKept: false, abandoned }])
    expectEachCountedOnce(database, last)
  })
})

/** Whether the averages are those of every round once, and every round has all miners. */
function expectEachCountedOnce({ orm }: Database, last: number): void {
  const averages = new Map<Ss58, Estimate>()
  let count = 0
  for (let id = 1; id <= last; id++) {
    // A round whose process was killed before there were commitments is abandoned.
    const round = readRound(orm, id)
    if (round?.state === 'abandoned') continue
    if (round === undefined) throw new Error(`round ${id} is not explained`)
    count++
    const { answers, scale } = round
    expect(answers).toHaveLength(MINERS)
    for (const { hotkey, score } of answers)
      averages.set(hotkey, updateEstimate(averages.get(hotkey), toSkill(score, scale), HALF_LIFE))
  }
  const scores = readScores(orm, OPTIONS.scoreKey)
  expect(new Map([...scores].map(([hotkey, { standing }]) => [hotkey, standing.skill]))).toEqual(averages)
  expect(new Set([...scores.values()].map(({ rounds }) => rounds))).toEqual(new Set([count]))
}

/** Whether a round's scores follow from what is stored of it. */
function expectGradesOf({ orm }: Database, id: number): void {
  const { answers, name, seed, sizes, scale } = readRound(orm, id)!
  const plan = planRound(glyphs as Mechanism, seed, sizes)
  for (const { hotkey: miner, commitHash, body, salt, score } of answers) {
    if (commitHash === null || body === null || salt === null) continue
    const revealed = { round: name, validator: ROUND_OWNER.hotkey, miner, commitHash, payload: body, salt }
    const graded = grade(revealed, { mechanism: glyphs as Mechanism, tasks: plan.forMiner(miner), scale })
    expect(graded).toMatchObject({ outcome: 'answered', score })
  }
}

function withDatabase<T>(path: string, look: (database: Database) => T): T {
  const database = openDatabase(path, ROUND_OWNER)
  try {
    return look(database)
  } finally {
    database.close()
  }
}

/** Plays rounds in a process of its own and kills it at a line that it prints; `seen` counts the rounds it reported. */
async function playAndKill(
  args: readonly string[],
  isEnd: (line: string, seen: number) => boolean,
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/play-rounds.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  let isOver = false
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    const seen = lines.filter((text) => /^\d+$/.test(text)).length
    if (isOver || !isEnd(line, seen)) continue
    isOver = true
    child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return lines
}
