import { createHash } from 'node:crypto'
import { toHex, utf8 } from '../../../shared/bytes.ts'
import { type Keypair, keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { silentLogger } from '../../../shared/log.ts'
import { GLYPH_CLASSES, glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import type { ClassTask } from '../../../shared/mechanism/rows/asking.ts'
import { toWire } from '../../../shared/model/tensor.ts'
import { createRng } from '../../../shared/rng.ts'
import { answerHash, commitMessage, type RoundParties } from '../../../shared/round/answer-hash.ts'
import { type PlannedTask, planRound } from '../../../shared/round/plan.ts'
import { settingsFor } from '../../../shared/scoring/settings.ts'
import { netUid, type Ss58 } from '../../../shared/units.ts'
import { commitRoute } from '../../../shared/wire/routes.ts'
import type { Database, Owner } from '../../../validator/db/open.ts'
import { readRound } from '../../../validator/db/rounds.ts'
import type { Dendrite } from '../../../validator/dendrite.ts'
import { createPermitGate } from '../../../validator/permit-gate.ts'
import type { Reply } from '../../../validator/reply.ts'
import type { RoundDeps, RoundOptions } from '../../../validator/round-deps.ts'
import { keepSecrets } from '../../../validator/secrets.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { createManualClock } from '../../support/manual-clock.ts'

/** What a fake miner gets to see, references included: tests may cheat. */
export interface Asked {
  readonly tasks: readonly PlannedTask<ClassTask>[]
  readonly parties: RoundParties
  readonly key: Keypair
}

/** What a fake miner says to both phases of a round; the same however often it is asked. */
export type Behaviour = (asked: Asked) => { readonly commit: Reply; readonly reveal: Reply }

export const AXON = { ip: '127.0.0.1', port: 8091, version: 1, block: 1 }
export const MODEL = 'cd'.repeat(32)

const keys = new Map<string, Keypair>()
const keyOf = (uri: string): Keypair => {
  const key = keys.get(uri) ?? keypairFromUri(uri)
  keys.set(uri, key)
  return key
}
/** Key of a fake miner, by number. */
export const minerKey = (number: number): Keypair => keyOf(`//Miner${number}`)
export const minerOf = (number: number): Ss58 => minerKey(number).ss58
export const VALIDATOR = keyOf('//Validator')
export const ROUND_OWNER: Owner = { hotkey: VALIDATOR.ss58, netuid: netUid(1) }

export const received = (value: unknown): Reply => ({
  tag: 'received',
  body: utf8(JSON.stringify(value)),
  latencyMs: 10,
})
export const late: Reply = { tag: 'timeout', detail: 'late' }

/** An honest commitment to a payload, and its reveal. */
export function committing(payload: string, { parties, key }: Asked) {
  const salt = createHash('sha256').update(parties.round).update(parties.miner).digest()
  const hash = answerHash({ ...parties, salt, payload })
  const signature = toHex(key.sign(commitMessage({ ...parties, hash })))
  return { commit: received({ hash, signature }), reveal: received({ payload, salt: salt.toString('hex') }) }
}

/** Answers with whatever is made of the tasks. */
export const answering =
  (
    answer: (tasks: readonly PlannedTask<ClassTask>[]) => unknown,
    model = MODEL,
    proofs: readonly string[] = [],
  ): Behaviour =>
  (asked) =>
    committing(JSON.stringify({ answers: answer(asked.tasks), model, proofs }), asked)

/** Gives the true class of every task the same probability and shares the rest among the others. */
export const confident = (probability: number): Behaviour =>
  answering((tasks) => rowsToWire(tasks.map(({ task }) => rowOf(task.label, probability))))

export const rowOf = (label: number, probability: number): number[] =>
  Array.from({ length: GLYPH_CLASSES }, (_, i) => (i === label ? probability : (1 - probability) / (GLYPH_CLASSES - 1)))

/** Rows as they go over the wire, whatever they are. */
export const rowsToWire = (rows: readonly (readonly number[])[]): unknown =>
  toWire({ dims: [rows.length, rows[0]?.length ?? 1], data: Float32Array.from(rows.flat()) })

/** Never commits. */
export const failing =
  (reply: Reply): Behaviour =>
  () => ({ commit: reply, reveal: reply })
export const timeout: Behaviour = failing(late)

/** A dendrite whose axons behave as told, by hotkey. */
export function fakeDendrite(database: Database, behaviours: ReadonlyMap<Ss58, readonly [Behaviour, Keypair]>) {
  const asked: { readonly route: string; readonly hotkeys: readonly Ss58[] }[] = []
  const ask: Dendrite['ask'] = async (route, calls, { signal }) => {
    signal.throwIfAborted()
    asked.push({ route: route.name, hotkeys: calls.map(({ hotkey }) => hotkey) })
    return calls.map(({ hotkey, axon, request }): Reply => {
      const [behave, key] = behaviours.get(hotkey) ?? []
      if (axon === undefined || behave === undefined || key === undefined)
        return { tag: 'unreachable', detail: 'nobody is there' }
      const { round: name } = request() as { round: string }
      const round = readRound(database.orm, Number.parseInt(name, 10))!
      const plan = planRound(glyphs, round.seed, round.sizes, round.difficulty ?? undefined)
      const parties = { round: name, validator: VALIDATOR.ss58, miner: hotkey }
      const replies = behave({ tasks: plan.forMiner(hotkey), parties, key })
      return route.name === commitRoute.name ? replies.commit : replies.reveal
    })
  }
  return { asked, ask }
}

/** A validator with a permit at uid 0 and a secret on chain, and one announced miner for each behaviour, by number. */
export async function roundForTest(database: Database, miners: Readonly<Record<number, Behaviour>>) {
  const clock = createManualClock()
  const client = createFakeSubtensor()
  client.addNeuron({ hotkey: VALIDATOR.ss58, validatorPermit: true })
  const behaviours = new Map<Ss58, readonly [Behaviour, Keypair]>()
  const behave = (number: number, behaviour: Behaviour): void =>
    void behaviours.set(minerOf(number), [behaviour, minerKey(number)])
  for (const [number, behaviour] of Object.entries(miners)) {
    behave(Number(number), behaviour)
    client.addNeuron({ hotkey: minerOf(Number(number)), axon: AXON })
  }
  const dendrite = fakeDendrite(database, behaviours)
  let seed = new Uint8Array(32).fill(1)
  const deps = {
    client,
    clock,
    database,
    dendrite,
    hotkey: VALIDATOR,
    mechanism: glyphs as Mechanism,
    models: { open: async () => undefined },
    gate: createPermitGate({ clock }),
    log: silentLogger,
    randomBytes(count: number) {
      const rng = createRng(seed)
      seed = Uint8Array.from({ length: count }, () => rng.below(256))
      return seed
    },
  } satisfies RoundDeps & Record<string, unknown>
  const commitSecret = async (): Promise<void> => {
    const metagraph = await client.metagraph(OPTIONS.netuid)
    const onChain = (await client.commitments(OPTIONS.netuid)).get(VALIDATOR.ss58)
    await keepSecrets(deps, { metagraph, onChain, openAfterEpochs: 2 })
    client.advance()
  }
  await commitSecret()
  return { deps, client, clock, behave, asked: dendrite.asked, commitSecret }
}

export const OPTIONS: RoundOptions = {
  ...ROUND_OWNER,
  scoreKey: 'skill@3/glyphs@2',
  sizes: { shared: 8, own: 3, canaries: 2 },
  deadlineMs: 1000,
  scoring: settingsFor(glyphs, { halfLifeRounds: 4 }),
  retention: { rounds: 1000, answers: 5 },
}
