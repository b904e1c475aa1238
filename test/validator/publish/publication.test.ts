import { beforeAll, describe, expect, it } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'
import { noteRetention } from '../../../validator/db/kept-since.ts'
import { nextRoundId } from '../../../validator/db/round-phases.ts'
import { readRound } from '../../../validator/db/rounds.ts'
import { noteOnChain, readSecrets } from '../../../validator/db/secrets.ts'
import { noteSettings, readSettingsHistory, settingsOf } from '../../../validator/db/settings-history.ts'
import { createPublication } from '../../../validator/publish/publication.ts'
import { parseIdentity, parseRound, parseRounds, parseWeights } from '../../../validator/publish/shapes.ts'
import { isSignedBy, type SignedBody } from '../../../validator/publish/signed-body.ts'
import { playRound } from '../../../validator/round.ts'
import { setWeightsWhenDue } from '../../../validator/set-weights.ts'
import { openForTest } from '../support/database.ts'
import { confident, minerOf, OPTIONS, ROUND_OWNER, roundForTest, timeout, VALIDATOR } from '../support/round.ts'

beforeAll(cryptoReady)

const FACTS = {
  netuid: ROUND_OWNER.netuid,
  software: 'test',
  scoreKey: OPTIONS.scoreKey,
  openAfterEpochs: 2,
  keepRounds: 10,
  keepAnswers: 5,
}
const never = new AbortController().signal

async function setup(rounds = 1) {
  const database = openForTest(undefined, ROUND_OWNER)
  const fixture = await roundForTest(database, { 1: confident(0.9), 2: timeout })
  const { deps, client } = fixture
  const play = async () => {
    await playRound(deps, OPTIONS, never)
    client.advance()
  }
  for (let i = 0; i < rounds; i++) await play()
  const publication = createPublication(database.orm, VALIDATOR, FACTS)
  const open = () => {
    const [secret] = readSecrets(database.orm)
    noteOnChain(database.orm, { id: secret!.id, committedBlock: 1, openedId: secret!.id })
    return toBareHex(secret!.secret)
  }
  return { ...fixture, database, publication, play, open }
}

/** What was signed, as parsed JSON. */
function read(body: SignedBody): unknown {
  expect(isSignedBy(body, VALIDATOR.ss58)).toBe(true)
  return JSON.parse(new TextDecoder().decode(body.bytes))
}

describe('what a validator publishes', () => {
  it('is nothing of a round but its header before the secret is opened', async () => {
    const { publication, database } = await setup()
    const body = publication.round(1)
    expect(parseRound(read(body))).toMatchObject({ kind: 'header', round: 1, isOpened: false })
    const everything = [body, publication.rounds(0), publication.weights(1e9), publication.identity()]
      .map(({ bytes }) => new TextDecoder().decode(bytes))
      .join()
    const [{ secret } = { secret: new Uint8Array() }] = readSecrets(database.orm)
    const { seed, answers } = readRound(database.orm, 1)!
    const { salt, body: payload } = answers.find(({ hotkey }) => hotkey === minerOf(1))!
    for (const hidden of [toBareHex(secret), toBareHex(seed), salt!, payload!.slice(12, 40)])
      expect(everything).not.toContain(hidden)
  })

  it('is all it takes to replay a round afterwards', async () => {
    const { publication, open, database } = await setup()
    const secret = open()
    const round = parseRound(read(publication.round(1)))
    if (round.kind !== 'round') throw new Error('not opened')
    expect(round).toMatchObject({ secret, sizes: OPTIONS.sizes, scoring: DEFAULT_SCORING, name: expect.any(String) })
    const [first, second] = [...round.miners].sort((a, b) => a.uid - b.uid)
    expect(first).toMatchObject({ hotkey: minerOf(1), outcome: 'answered', standing: { rounds: 1 } })
    expect(first?.payload).toBe(readRound(database.orm, 1)?.answers.find(({ uid }) => uid === 1)?.body)
    expect(second).toMatchObject({ hotkey: minerOf(2), outcome: 'late', payload: null, commitHash: null })
  })

  it('lists rounds from any number on', async () => {
    const { publication, database } = await setup(3)
    const numbers = (from: number) => parseRounds(read(publication.rounds(from))).rounds.map(({ round }) => round)
    expect([numbers(0), numbers(2), numbers(9)]).toEqual([[1, 2, 3], [2, 3], []])
    expect(parseIdentity(read(publication.identity()))).toMatchObject({ keepAnswers: 5, kept: null })
    noteRetention(database.orm, OPTIONS.retention)
    const kept = { since: 4, firstRound: 1, firstAnswers: 1 }
    expect(parseIdentity(read(publication.identity()))).toMatchObject({ validator: VALIDATOR.ss58, kept })
    expect(() => publication.round(4)).toThrow('round 4 is not here')
  })

  it('is every row with what it was made from', async () => {
    const { publication, deps, client } = await setup()
    const weighing = { netuid: client.netuid, scoreKey: OPTIONS.scoreKey, scoring: OPTIONS.scoring }
    for (let block = 0; block < 20; block++) {
      await setWeightsWhenDue(deps, { ...weighing, commitBy: 'timelock' }, never)
      client.advance()
    }
    const { rows, next } = parseWeights(read(publication.weights(1e9)))
    expect(rows[0]?.weights.map(({ value }) => value)).toEqual([0, 65_535, 0])
    expect(rows[0]?.basis).toMatchObject({ round: 1, mechanism: OPTIONS.scoreKey, settings: OPTIONS.scoring })
    expect(next).toBeNull()
    expect(parseWeights(read(publication.weights(rows.at(-1)!.block))).rows).toEqual([])
  })
})

describe('settings of rounds', () => {
  it('are remembered from the round on that they hold for', async () => {
    const { database, play } = await setup(2)
    const other = { ...DEFAULT_SCORING, halfLifeRounds: 7 }
    const { orm } = database
    noteSettings(orm, OPTIONS.scoring)
    noteSettings(orm, OPTIONS.scoring)
    await play()
    expect(nextRoundId(orm)).toBe(4)
    noteSettings(orm, other)
    expect(readSettingsHistory(orm).map(({ fromRound }) => fromRound)).toEqual([3, 4])
    const known = readSettingsHistory(orm)
    expect([2, 3, 4, 9].map((round) => settingsOf(known, round))).toEqual([
      DEFAULT_SCORING,
      OPTIONS.scoring,
      other,
      other,
    ])
  })
})
