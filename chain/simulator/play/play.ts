import { AppError } from '../../../shared/errors.ts'
import { createRng } from '../../../shared/rng.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import { nextEpochOf } from '../../runtime/pallets/subtensor/epoch/schedule.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import { createEconomyRecord, type EconomyRecord } from '../economics/economy.ts'
import { openOnRecorded } from '../replay/open-on-recorded.ts'
import { bindRecorded } from '../replay/recorded-actors.ts'
import { castOf, groupName, type Member } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { OwnStrategies } from '../strategies/find-strategy.ts'
import type { ChainMoment, Participant, Round, Shown, WeightRow } from '../strategies/strategy.ts'
import { accountNamed } from '../world/actor-keys.ts'
import type { World } from '../world/world.ts'
import { checkedAct, checkedDecision, checkedRow, checkedShown, checkedSpares } from './checked.ts'
import { driftSkills } from './drift.ts'
import { openFastLevel } from './fast-level.ts'
import { createFastRandom } from './fast-random.ts'
import type { FaultLog } from './faults.ts'
import type { Level, LevelSetup } from './level.ts'
import { type NetworkView, openNetworkView, withCopies } from './network-view.ts'
import { NETUID, openSubnet } from './open-subnet.ts'
import { createLedger, type Ledger } from './spending.ts'
import { openFaultLog, type Watch, watched } from './stops.ts'
import { createTally, type Tally } from './tally.ts'
import { openTurns, type ValidatorTurn } from './turns.ts'
import { openWeightsDesk } from './weights-desk.ts'

/** What a run is opened with. */
export interface PlayOptions extends Watch {
  readonly scenario: Scenario
  /** Of this run; the same gives the same run. */
  readonly seed: string
  readonly strategies?: OwnStrategies
  /** The recorded network that the scenario starts from, whose neurons are among its actors: see replay/. */
  readonly snapshot?: MetagraphSnapshot
  /** Default: the level `fast`. */
  readonly openLevel?: (setup: LevelSetup) => Level
}

/** One run of a scenario, epoch by epoch. */
export interface Play {
  readonly world: World
  readonly netuid: number
  readonly cast: readonly Member[]
  readonly tally: Tally
  /** Where the scenario asks for it. */
  readonly economy: EconomyRecord | undefined
  readonly faults: FaultLog
  readonly ledger: Ledger
  readonly level: Level
  readonly view: NetworkView
  /**
   * Plays one epoch: at once, or until the promise is kept where the level takes its time. Epochs of the warm-up are counted
   * in `epoch` and not in the tally.
   */
  step(): Promise<void> | undefined
  /** Epochs played. */
  epoch(): number
}

/**
 * Opens a run: genesis, settings, and an epoch that hands out permits.
 * @throws AppError that names what is wrong with the scenario.
 */
export function openPlay(options: PlayOptions): Play {
  const { scenario, seed, strategies = new Map(), snapshot, openLevel = openFastLevel } = options
  const rng = createRng(accountNamed(`run ${seed}`))
  const drawn = castOf(scenario, rng.fork('cast'))
  const cast = snapshot === undefined ? drawn : bindRecorded(drawn, snapshot, scenario.scoring)
  const faults = openFaultLog(cast, options)
  const turns = openTurns(cast, rng, { own: strategies, faults })
  const world = snapshot === undefined ? openSubnet(scenario, cast) : openOnRecorded(scenario, cast, snapshot)
  const { state } = world
  const network = openNetworkView(state, NETUID, world.block)
  // A person's strategy may write to what it is shown; that of the others stays what it is.
  const copied = withCopies(network)
  const isOwn = ({ strategy }: Member): boolean => strategies.has(strategy)
  const ledger = createLedger(network, cast)
  const groups = scenario.actors.map(groupName)
  const tally = createTally({ world, netuid: NETUID, cast, groups })
  const economy = scenario.economy && createEconomyRecord({ world, view: network, cast, every: scenario.economy.every })
  const desk = openWeightsDesk(world, NETUID, scenario)
  const [miners, validators] = [turns.miners.map(({ member }) => member), turns.validators.map(({ member }) => member)]
  const level = openLevel({
    scenario,
    validators,
    miners,
    behaviours: turns.miners.map(({ member, behaviour }) => watched(behaviour, member, faults)),
    network,
    random: createFastRandom(rng.fork('measurements')),
    onFault: ({ name }, at, message) => faults.note(name, at, message),
  })
  const skills = Float64Array.from(miners, ({ skill }, position) => level.skills?.[position] ?? skill)
  const positions = cast.map((member) => miners.indexOf(member))
  const skillOf = (index: number): number => skills[positions[index] ?? -1] ?? 0
  const byName = new Map(cast.map((member) => [member.name, member]))
  const named = (name: string) => byName.get(name)
  const drift = createFastRandom(rng.fork('drift'))
  const inTurn = [
    ...turns.validators.filter(({ isLate }) => !isLate),
    ...turns.validators.filter(({ isLate }) => isLate),
  ]
  const uids = new Int32Array(cast.length).fill(-1)
  const minerUids = new Int32Array(miners.length).fill(-1)
  let epoch = 0
  /** Positions of miners that have a uid, and their uids: weights are set on them in this order. */
  let seated: readonly number[] = []
  let columns: readonly number[] = []

  const roundOf = ({
    member,
    team,
    random,
  }: {
    member: Member
    team: readonly Participant[]
    random: Round['random']
  }): Round => ({
    epoch,
    self: member,
    team,
    network: isOwn(member) ? copied : network,
    random,
  })

  function findUids(): void {
    for (const { index, hotkey } of cast) uids[index] = storage.Uids.get(state, NETUID, hotkey) ?? -1
    const present: number[] = []
    for (const [position, { index }] of miners.entries()) {
      const uid = uids[index] ?? -1
      if (uid < 0 && (minerUids[position] ?? -1) >= 0) level.forget(position)
      minerUids[position] = uid
      if (uid >= 0) present.push(position)
    }
    seated = present
    const theirs = seated.map((position) => minerUids[position] ?? -1)
    if (theirs.length !== columns.length || theirs.some((uid, at) => columns[at] !== uid)) columns = theirs
  }

  function actOnChain(when: ChainMoment): void {
    for (const turn of turns.chain) {
      const { member, behaviour } = turn
      const call = (by: Participant, key: 'hotkey' | 'coldkey', of: Parameters<World['call']>[1]) => {
        if (!turn.team.includes(by))
          throw new AppError('not-own-key', `${by.name} is not of the team of ${member.name}`)
        const make = () => world.call(by[key], of)
        const result = key === 'coldkey' ? ledger.book(by, of, make) : make()
        if (!result.ok) tally.refuse(member.index, result.error)
        return result
      }
      faults.guard(member.name, epoch, () => checkedAct(behaviour.act({ ...roundOf(turn), call }, when)))
    }
    if (turns.chain.length > 0) findUids()
  }

  function answers(): (Shown | undefined)[] {
    return turns.miners.map((turn) => {
      const { member, position, behaviour } = turn
      if ((minerUids[position] ?? -1) < 0) return undefined
      const skill = skills[position] ?? 0
      const round = { ...roundOf(turn), skill, skillOf, named }
      const shown = faults.guard(member.name, epoch, () => checkedShown(behaviour.answer(round), cast.length))
      // Who breaks does not answer.
      return shown ?? { skill: undefined }
    })
  }

  function measuredRow(position: number): WeightRow {
    const weights = level.weightsOf(position)
    return { uids: columns, values: seated.map((miner) => weights[miner] ?? 0) }
  }

  function skillsByIndex(position: number): Float64Array {
    const found = new Float64Array(cast.length).fill(Number.NaN)
    for (const [miner, { index }] of miners.entries()) found[index] = level.skillsOf(position)[miner] ?? Number.NaN
    return found
  }

  function setWeights(turn: ValidatorTurn): void {
    const { member, position, behaviour } = turn
    if ((uids[member.index] ?? -1) < 0) return
    let honest: WeightRow | undefined
    const toGive = (row: WeightRow): WeightRow =>
      isOwn(member) ? { uids: [...row.uids], values: [...row.values] } : row
    const measured = () => {
      honest ??= measuredRow(position)
      return toGive(honest)
    }
    const measuredBy = (mate: Participant) => {
      const of = turns.validators.find((other) => other.member === mate)
      if (of === undefined || !turn.team.includes(mate))
        throw new AppError('not-of-team', `${mate.name} is no validator of the team of ${member.name}`)
      return of === turn ? measured() : toGive(measuredRow(of.position))
    }
    const round = { ...roundOf(turn), measured, measuredBy, skills: () => skillsByIndex(position) }
    const isCommitted = scenario.network.commitReveal !== 'off'
    const row = faults.guard(member.name, epoch, () => {
      const spares = isCommitted ? checkedSpares(behaviour.spares?.(round) ?? []) : []
      for (const spare of spares) submit(member, checkedRow(spare, network.size()))
      const chosen = behaviour.weigh(round)
      return chosen === honest ? chosen : checkedRow(chosen, network.size())
    })
    submit(member, row)
  }

  function submit(member: Member, row: WeightRow | undefined): void {
    if (row === undefined) return
    const result = desk.submit(member, row)
    const own = tally.members[member.index]
    if (!result.ok) tally.refuse(member.index, result.error)
    else if (own !== undefined) own.rows++
  }

  function reveal(turn: ValidatorTurn): void {
    const { member, behaviour } = turn
    const wants = (row: WeightRow) =>
      behaviour.reveals === undefined ||
      faults.guard(member.name, epoch, () => checkedDecision(behaviour.reveals?.(roundOf(turn), row) ?? true)) === true
    for (const result of desk.reveal(member, wants)) if (!result.ok) tally.refuse(member.index, result.error)
  }

  findUids()
  return {
    world,
    netuid: NETUID,
    cast,
    tally,
    economy,
    faults,
    ledger,
    level,
    view: network,
    epoch: () => epoch,
    step() {
      driftSkills(skills, epoch === 0 ? 0 : scenario.drift, drift)
      actOnChain('before')
      if (scenario.network.commitReveal !== 'off') for (const turn of inTurn) reveal(turn)
      const played = level.play({ epoch, shown: answers(), skills, uids: minerUids })
      if (played !== undefined) return played.then(endEpoch)
      endEpoch()
      return undefined
    },
  }

  /** Weights are set on what was measured, and the chain pays. */
  function endEpoch(): void {
    for (const turn of inTurn) setWeights(turn)
    actOnChain('after')
    if (turns.chain.length > 0) {
      // Only they act so late; the epoch runs as the next block begins.
      const epochBlock = Number(nextEpochOf(state, NETUID) ?? 0n)
      while (world.block() < epochBlock - 1) world.nextBlock()
      actOnChain('last')
    }
    world.toNextEpoch(NETUID)
    if (epoch >= scenario.warmup) {
      tally.add(uids, skillOf)
      economy?.add(epoch - scenario.warmup, uids)
    }
    epoch++
  }
}
