import { DEFAULT_SCORING } from '../../../../shared/scoring/settings.ts'
import { rampShape, scaleToBest } from '../../../../shared/scoring/weight-shapes.ts'
import { U16_MAX } from '../../../../shared/units.ts'
import { uidToPrune } from '../../../runtime/pallets/subtensor/registration/pruning.ts'
import { storage } from '../../../runtime/pallets/subtensor/storage.ts'
import { register } from '../../economics/calls.ts'
import { createFastRandom } from '../../play/fast-random.ts'
import { applyHyperparameters } from '../../scenario/hyperparameters.ts'
import { type ActorKeys, keysNamed } from '../../world/actor-keys.ts'
import { writeSubnet } from '../../world/subnet-genesis.ts'
import { type CallResult, openWorld, type World } from '../../world/world.ts'
import type { AttackRun } from '../attack.ts'
import type { DefenceId } from '../defences.ts'
import { rngOf } from './names.ts'
import { NO_CLIPPING, scoringOf } from './settings-of.ts'

const NETUID = 2
const TEMPO = 20
const RAO = 1_000_000_000
const SIGMA = 0.05
const NO_HALVING = 65_535
/** Epochs before anything happens: permits, and the first pay. */
const SETTLING = 3

/** Somebody with keys, and what its answers are worth. */
export interface ChainActor {
  readonly name: string
  readonly keys: ActorKeys
  /** 0 for who does no work. */
  readonly skill: number
}

/** A subnet on the project's own pallets, all uids taken. */
export interface ChainArena {
  readonly world: World
  readonly netuid: number
  readonly owner: ActorKeys
  /** TAO that a registration costs now. */
  price(): number
  /** Buys a uid; told is what it cost, or why not. */
  register(actor: ChainActor): CallResult & { readonly paid: number }
  isRegistered(actor: ChainActor): boolean
  /** Name of who would lose its uid to a registration in this block; `''` for a stranger. */
  nextOut(): string
  /** Validators measure everybody and set weights. */
  setWeights(): void
  /** Runs the rest of the epoch. Shares of what miners were paid, by name of the actor; others' under `''`. */
  endEpoch(): ReadonlyMap<string, number>
}

/** A validator: what it has in TAO, and the miners that it weighs where it does not measure. */
export interface ChainValidator {
  readonly stake: number
  readonly only?: readonly ChainActor[]
}

/** What the subnet is like. */
export interface ChainScene {
  readonly miners: readonly ChainActor[]
  /** Those who have money and no uid. */
  readonly outsiders: readonly ChainActor[]
  readonly validators?: readonly ChainValidator[]
  readonly attackerTao?: number
}

const VALIDATOR_STAKE = 1000
const DEFAULT_VALIDATORS: readonly ChainValidator[] = Array.from({ length: 4 }, () => ({ stake: VALIDATOR_STAKE }))
const IMMUNITY_BLOCKS = 3 * TEMPO

/** An actor by its name. */
export const actorNamed = (name: string, skill: number): ChainActor => ({ name, keys: keysNamed(name), skill })

/**
 * Share of the places that root keeps for those who are there: with more, newcomers would push each other out before
 * they are old.
 */
const KEPT = 0.8
/** Places that are kept where root sets nothing: the chain's default. */
const KEPT_BY_CHAIN = 10

const settingsOf = (has: (id: DefenceId) => boolean, places: number) => ({
  immunity_period: has('immunity') ? IMMUNITY_BLOCKS : 0,
  min_non_immune_uids: has('root-limits') ? Math.floor(KEPT * places) : KEPT_BY_CHAIN,
  ...(!has('clipping') && { kappa: Math.round(NO_CLIPPING * U16_MAX) }),
  ...(!has('bonds-penalty') && { bonds_penalty: 0 }),
})

/** Opens the subnet as the defences have it; its first epochs have run. */
export function openChainArena(run: AttackRun, scene: ChainScene): ChainArena {
  const { miners, outsiders, validators = DEFAULT_VALIDATORS, attackerTao = 40 } = scene
  const has = (id: DefenceId) => run.defences.has(id)
  const owner = keysNamed('owner')
  const stakers = validators.map((validator, index) => ({ ...validator, keys: keysNamed(`validator ${index}`) }))
  const places = 1 + stakers.length + miners.length
  const world = openWorld((state) =>
    writeSubnet(state, {
      netuid: NETUID,
      tempo: TEMPO,
      maxUids: places,
      owner,
      seats: [
        ...stakers.map(({ keys, stake }) => ({ keys, stake: BigInt(stake * RAO) })),
        ...miners.map(({ keys }) => ({ keys, stake: 0n })),
      ],
      endowments: [...miners, ...outsiders].map(({ keys }) => ({
        who: keys.coldkey,
        rao: BigInt(Math.round(attackerTao * RAO)),
      })),
    }),
  )
  const { state } = world
  applyHyperparameters(world, NETUID, settingsOf(has, places))
  // Prices of the start; from here on the chain moves them.
  const first = BigInt(Math.round((has('burn') ? 1 : 0.0005) * RAO))
  storage.MinBurn.put(state, [NETUID], has('burn') ? first / 2n : first)
  storage.Burn.put(state, [NETUID], first)
  storage.BurnHalfLife.put(state, [NETUID], has('demand-price') ? 20 * TEMPO : NO_HALVING)
  if (!has('demand-price')) storage.BurnIncreaseMult.put(state, [NETUID], 1n << 64n)

  const random = createFastRandom(rngOf(run.seed, 'chain'))
  const { skillFloor: floor, skillExponent: exponent } = { ...DEFAULT_SCORING, ...scoringOf(run.defences) }
  const shape = rampShape({ floor, exponent })
  const everybody = [...miners, ...outsiders]
  const names = new Map(everybody.map(({ name, keys }) => [Buffer.from(keys.hotkey).toString('hex'), name]))
  const skills = new Map(everybody.map(({ name, skill }) => [name, skill]))
  const size = () => storage.SubnetworkN.get(state, NETUID)
  const nameAt = (uid: number): string =>
    names.get(Buffer.from(storage.Keys.get(state, NETUID, uid)).toString('hex')) ?? ''
  /** Score of each uid as it was when scores last moved, for validators that keep them by uid. */
  let byUid: number[] = []

  const price = (): number => Number(storage.Burn.get(state, NETUID)) / RAO
  const arena: ChainArena = {
    world,
    netuid: NETUID,
    owner,
    price,
    register({ keys }) {
      const paid = price()
      const result = world.call(keys.coldkey, register(NETUID, keys.hotkey))
      return { ...result, paid: result.ok ? paid : 0 }
    },
    nextOut() {
      const uid = uidToPrune(state, NETUID, world.block())
      return uid === undefined ? '' : nameAt(uid)
    },
    isRegistered: ({ keys }) => storage.Uids.get(state, NETUID, keys.hotkey) !== undefined,
    setWeights() {
      const uids = Array.from({ length: size() }, (_, uid) => uid).slice(1 + stakers.length)
      const known = uids.map((uid) => skills.get(nameAt(uid)) ?? 0)
      // Where scores belong to uids, one round of a newcomer moves the score of the one before it only in part.
      byUid = has('hotkey-scores') ? known : known.map((skill, at) => (skill + (byUid[at] ?? skill)) / 2)
      for (const { keys, only } of stakers) {
        const own = new Set(only?.map(({ name }) => name))
        const measured = byUid.map((skill) => Math.min(1, skill * Math.exp(SIGMA * random.normal())))
        const weights =
          only === undefined
            ? Array.from(scaleToBest(shape(measured)))
            : uids.map((uid) => (own.has(nameAt(uid)) ? 65_535 : 0))
        const args = { netuid: NETUID, dests: uids, weights, version_key: 0n }
        world.call(keys.hotkey, { pallet: 'SubtensorModule', call: 'set_weights', args })
      }
    },
    endEpoch() {
      world.toNextEpoch(NETUID)
      const incentive = storage.Incentive.get(state, NETUID)
      const all = incentive.reduce((sum, share) => sum + share, 0)
      const shares = new Map<string, number>()
      incentive.forEach((share, uid) => {
        const name = nameAt(uid)
        shares.set(name, (shares.get(name) ?? 0) + (all === 0 ? 0 : share / all))
      })
      return shares
    },
  }
  // Nobody was paid yet, and whoever is paid nothing can be pushed out.
  for (let epoch = 0; epoch < SETTLING; epoch++) {
    arena.setWeights()
    arena.endEpoch()
  }
  return arena
}
