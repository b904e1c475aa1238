import { toSs58 } from '../../../../shared/crypto/ss58.ts'
import { messageOf } from '../../../../shared/errors.ts'
import { createRng, type Rng } from '../../../../shared/rng.ts'
import type { MinerFacts } from '../../../../shared/scoring/facts.ts'
import { afterRound, EMPTY_STATE, forget, type ScoringState } from '../../../../shared/scoring/state.ts'
import { toWeights, type WeightsResult } from '../../../../shared/scoring/to-weights.ts'
import type { FastRandom } from '../fast-random.ts'
import type { Level, LevelRound, LevelSetup } from '../level.ts'
import type { MemberModels } from './member-models.ts'
import { playRound } from './play-round.ts'
import type { RoundRules } from './round-rules.ts'
import { type ScenarioMiner, toPlayer } from './scenario-player.ts'
import type { CheckProofs } from './score-round.ts'

/** What the level is opened with beside the run: it takes time to open, and serves many runs. */
export interface FullLevelParts {
  readonly rules: RoundRules
  readonly models: MemberModels
  readonly checkProofs: CheckProofs | undefined
}

/**
 * The level `full`: in every epoch each validator plays a round with all miners that have a uid, brings its memory up to
 * date and weighs by it, all by the code of the project's validator.
 */
export function openFullLevel(parts: FullLevelParts, setup: LevelSetup): Level {
  const { rules, models, checkProofs } = parts
  const { validators, miners, behaviours, network, onFault } = setup
  const { scoring } = rules
  const root = createRng(seedOf(setup.random))
  const tables = validators.map((validator) => {
    const hotkey = toSs58(validator.hotkey)
    return { validator, hotkey, rng: root.fork(`validator ${hotkey}`) }
  })
  const states: ScoringState[] = validators.map(() => EMPTY_STATE)
  const results = new Map<number, WeightsResult>()
  const seats = miners.map((member) => ({
    member,
    hotkey: toSs58(member.hotkey),
    model: models.modelOf(member.name, member.skill),
  }))
  const byHotkey = new Map<string, (typeof seats)[number]>(seats.map((seat) => [seat.hotkey, seat]))
  let uids = new Int32Array(miners.length).fill(-1)
  let facts: readonly MinerFacts[] = []
  const weights = new Uint16Array(miners.length)

  function atTheTable({ shown, skills }: LevelRound): readonly ScenarioMiner[] {
    return seats.flatMap(({ member, hotkey, model }, position): ScenarioMiner[] => {
      const of = shown[position]
      const behaviour = behaviours[position]
      if (of === undefined || behaviour === undefined || (uids[position] ?? -1) < 0) return []
      const { index, name } = member
      return [{ index, name, hotkey, behaviour, model, shown: of, skill: skills[position] ?? 0 }]
    })
  }

  function factsOf(): readonly MinerFacts[] {
    return seats.flatMap(({ hotkey, model: { digest: model } }, position): MinerFacts[] => {
      const uid = uids[position] ?? -1
      if (uid < 0) return []
      // A miner commits to its model as it registers.
      const block = Number(network.registeredAt(uid))
      return [{ hotkey, uid, model, modelBlock: block, registeredBlock: block }]
    })
  }

  function resultOf(validator: number): WeightsResult {
    const known = results.get(validator)
    if (known !== undefined) return known
    const found = toWeights({ state: states[validator] ?? EMPTY_STATE, miners: facts }, scoring)
    results.set(validator, found)
    return found
  }

  /** Calls `visit` for each miner with a uid: its position among miners, and that among those with a uid. */
  function eachSeated(visit: (position: number, row: number) => void): void {
    let row = 0
    for (let position = 0; position < seats.length; position++) if ((uids[position] ?? -1) >= 0) visit(position, row++)
  }

  return {
    ...(seats.some(({ model }) => model.skill !== undefined) && { skills: seats.map(({ model }) => model.skill) }),
    async play(round) {
      uids = Int32Array.from(round.uids)
      facts = factsOf()
      results.clear()
      const table = atTheTable(round)
      if (table.length === 0) return
      const byIndex = new Map(table.map((miner) => [miner.index, miner]))
      const players = table.map((miner) => toPlayer(miner, byIndex, models))
      const { epoch } = round
      for (const [position, { validator, hotkey, rng }] of tables.entries()) {
        if (network.uidOf(validator.hotkey) === undefined) continue
        const scored = await playRound({
          rules,
          epoch,
          number: epoch,
          validator: hotkey,
          players,
          rng: forkOf(rng, epoch),
          checkProofs,
          onFault(of, error) {
            const seat = byHotkey.get(of)
            if (seat !== undefined) onFault(seat.member, epoch, messageOf(error))
          },
        })
        states[position] = afterRound(states[position] ?? EMPTY_STATE, scored, scoring)
      }
    },
    skillsOf(validator) {
      const { standings } = states[validator] ?? EMPTY_STATE
      return Float64Array.from(seats, ({ hotkey }) => standings.get(hotkey)?.skill.mean ?? Number.NaN)
    },
    weightsOf(validator) {
      const row = resultOf(validator).weights
      weights.fill(0)
      eachSeated((position, at) => {
        weights[position] = row[at] ?? 0
      })
      return weights
    },
    forget(miner) {
      const gone = seats[miner]?.hotkey
      for (const [position, state] of states.entries()) states[position] = forget(state, (hotkey) => hotkey === gone)
      results.clear()
    },
    findingsOf(miner) {
      const counts = new Map<string, number>()
      eachSeated((position, at) => {
        if (position !== miner) return
        for (const validator of validators.keys())
          for (const tag of new Set((resultOf(validator).reasons[at] ?? []).map((finding) => finding.tag)))
            counts.set(tag, (counts.get(tag) ?? 0) + 1)
      })
      return [...counts].filter(([, count]) => 2 * count > validators.length).map(([tag]) => tag)
    },
  }
}

/** The same epoch of the same validator has the same tasks. */
const forkOf = (rng: Rng, epoch: number): Rng => rng.fork(`epoch ${epoch}`)

const SEED_WORDS = 8

function seedOf(random: FastRandom): Uint8Array {
  const seed = new DataView(new ArrayBuffer(4 * SEED_WORDS))
  for (let word = 0; word < SEED_WORDS; word++) seed.setUint32(4 * word, Math.floor(random.uniform() * 2 ** 32))
  return new Uint8Array(seed.buffer)
}
