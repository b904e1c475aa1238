import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { downgradeModel } from '../../miner/models/downgrade.ts'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { fromHex, utf8 } from '../../shared/bytes.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Model } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { roundsToVerdict } from '../../shared/scoring/proof-evidence.ts'
import { settingsFor } from '../../shared/scoring/settings.ts'
import { readFindings } from '../../validator/db/findings.ts'
import type { Database } from '../../validator/db/open.ts'
import { readRound } from '../../validator/db/rounds.ts'
import { readScores } from '../../validator/db/scores.ts'
import { type ModelShelf, openModelShelf } from '../../validator/model-shelf.ts'
import { signBody } from '../../validator/publish/signed-body.ts'
import { playRound } from '../../validator/round.ts'
import { audit, type Change, playedValidator } from './audit/support/played.ts'
import { openForTest } from './support/database.ts'
import { type Proving, provingDendrite } from './support/proving-miners.ts'
import { confident, minerKey, minerOf, OPTIONS, ROUND_OWNER, roundForTest, VALIDATOR } from './support/round.ts'

const bytes = readFileSync(join(committedLadder('glyphs'), 'glyphs-6.onnx'))
const claims = sha256Hex(bytes)
const never = new AbortController().signal
const SMALL = {
  16: { shared: 12, own: 3, canaries: 1 },
  32: { shared: 25, own: 5, canaries: 2 },
  64: { shared: 51, own: 10, canaries: 3 },
} as const
const [HONEST, DOWNGRADE, TURNED] = [1, 2, 3]

let shelf: ModelShelf
let real: Model
let int8: Model
let miners: Readonly<Record<number, Proving>>
beforeAll(async () => {
  await cryptoReady()
  shelf = await openModelShelf(committedLadder('glyphs'))
  real = await openModel(bytes)
  int8 = await openModel(downgradeModel(bytes))
  miners = {
    [HONEST]: { runs: () => real, claims },
    [DOWNGRADE]: { runs: () => int8, claims },
    // Honest for some rounds, a downgrade from then on.
    [TURNED]: { runs: (index) => (index < 6 ? real : int8), claims },
  }
  return async () => {
    await Promise.all([real.close(), int8.close(), shelf.close()])
  }
})

/** Deps and options of rounds of so many tasks, whose miners have registered the model that they claim. */
async function proving(
  tasks: keyof typeof SMALL,
  { client }: Awaited<ReturnType<typeof roundForTest>>,
  database: Database,
) {
  const fields = [{ tag: 'sha256' as const, digest: fromHex(claims) }]
  for (const number of Object.keys(miners)) await client.setCommitment(client.netuid, fields, minerKey(Number(number)))
  client.advance()
  const scoring = settingsFor(glyphs)
  return {
    deps: { dendrite: provingDendrite(database, miners), models: shelf },
    options: { sizes: SMALL[tasks], scoring },
  }
}

const present = () => Object.fromEntries(Object.keys(miners).map((number) => [number, confident(0.5)]))

describe('a validator with few items a round', () => {
  it.each([16, 32, 64] as const)(
    'catches an int8 downgrade with %s of them in the rounds that it tells',
    async (tasks) => {
      const database = openForTest(undefined, ROUND_OWNER)
      const fixture = await roundForTest(database, present())
      const { deps, options } = await proving(tasks, fixture, database)
      const expected = roundsToVerdict(tasks, options.scoring.halfLifeRounds)!
      const caught = new Map<string, number>()
      for (let round = 1; round <= 20; round++) {
        await playRound({ ...fixture.deps, ...deps }, { ...OPTIONS, ...options }, never)
        fixture.client.advance()
        for (const { hotkey, kind } of readFindings(database.orm, OPTIONS.scoreKey))
          if (kind === 'downgrade' && !caught.has(hotkey)) caught.set(hotkey, round)
      }
      expect(caught.get(minerOf(DOWNGRADE))).toBe(expected.otherModel)
      // Rounds of before speak for the one that was honest: it takes longer, and not for ever.
      expect(caught.get(minerOf(TURNED))).toBeGreaterThan(6)
      expect(caught.has(minerOf(HONEST))).toBe(false)
      const standing = readScores(database.orm, OPTIONS.scoreKey).get(minerOf(HONEST))?.standing
      expect(standing?.verified).toBeGreaterThan(10)
      expect(standing?.failed).toBe(0)
      // By itself no round says anything: what it counted is what adds up.
      const { answers } = readRound(database.orm, 20)!
      expect(answers.map(({ proof }) => proof)).toEqual(Array(3).fill('absent'))
      expect(answers.find(({ hotkey }) => hotkey === minerOf(DOWNGRADE))?.proofsFailed).toBeGreaterThan(0)
    },
  )
})

describe('an audit of such rounds', () => {
  const played = () =>
    playedValidator({
      miners: present(),
      epochs: 6,
      change: (fixture, database) => proving(32, fixture, database),
    })

  it('plays them again to the same standings, with the models and without', async () => {
    const rounds = await played()
    for (const models of [shelf, { open: async () => undefined }]) {
      const { validators, verdict } = await audit(rounds, {}, { models })
      expect(validators[0]?.deviations).toEqual([])
      expect([verdict, validators[0]?.trustedFrom]).toEqual(['clean', null])
      expect(validators[0]?.rounds.replayed).toBeGreaterThan(9)
    }
  })

  it('finds who hides failed proofs of a friend, and who tells a verdict that its counts do not give', async () => {
    const rounds = await played()
    const telling =
      (fields: object): Change =>
      (path, signed) => {
        if (path !== '/transcripts/2') return signed
        const body = JSON.parse(Buffer.from(signed.bytes).toString())
        Object.assign(
          body.miners.find(({ hotkey }: { hotkey: string }) => hotkey === minerOf(DOWNGRADE)),
          fields,
        )
        return signBody(utf8(JSON.stringify(body)), VALIDATOR)
      }
    const none = { open: async () => undefined }
    for (const [fields, models] of [
      [{ proofsPassed: 1, proofsFailed: 0 }, shelf],
      [{ proofsPassed: 0, proofsFailed: 0 }, none],
      [{ proof: 'verified', proofsPassed: 1, proofsFailed: 0 }, none],
      [{ proofsPassed: 9, proofsFailed: 0, proof: 'verified' }, none],
    ] as const) {
      const { validators } = await audit(rounds, { change: telling(fields) }, { models })
      // Counts that are hidden come up at the latest in what is remembered of the miner.
      expect(validators[0]?.verdict).toBe('unfair')
    }
  })
})
