import { RAO_PER_TAO } from '../../shared/units.ts'

/** One neuron of the subnet that `devnet up` makes. */
export type NeuronPlan = ValidatorPlan | MinerPlan

export interface ValidatorPlan {
  readonly role: 'validator'
  readonly name: string
  readonly stakeRao: bigint
  /** Name of the miner that it pays as the best, whatever its scores; no such miner without. */
  readonly favours?: string
  /** Whether it asks no miner and sets the weights that others show. */
  readonly copies?: boolean
}

export interface MinerPlan {
  readonly role: 'miner'
  readonly name: string
  readonly serves: MinerKind
  /** How it cheats; honest without. Cheats join when all honest miners are there. */
  readonly cheat?: Cheat
}

/** What a miner does: serve a model file, answer at random, or be announced without anybody listening. */
export type MinerKind =
  | { readonly tag: 'model'; readonly file: string; readonly label: string }
  | { readonly tag: 'random'; readonly file: string }
  | { readonly tag: 'offline' }

/** What a miner does beside serving its model. */
export type Cheat =
  | {
      readonly tag: 'relay'
      /** Name of the miner whose answers it takes. */
      readonly victim: string
      /** Staked on its own hotkey, so that it has a permit and the victim answers. */
      readonly stakeRao: bigint
    }
  /** One of several hotkeys with one model. */
  | { readonly tag: 'sybil' }
  | { readonly tag: 'cache' }
  | { readonly tag: 'late' }
  | {
      readonly tag: 'downgrade'
      /** Model file that it registers. */
      readonly claims: string
    }

/** Stakes of the validators in TAO: of different weight, and none with a majority of its own. */
const VALIDATOR_STAKES_TAO = [4_000n, 3_500n, 3_000n]

/**
 * Three validators, one honest miner for every model, one that answers at random and one that is offline. The random
 * miner gets a model file too, because the miner takes the answers' shape from it.
 * @param models ONNX files, worst first.
 */
export function planNeurons(
  models: readonly { readonly file: string; readonly name: string }[],
): readonly NeuronPlan[] {
  const validators = VALIDATOR_STAKES_TAO.map(
    (stake, i): NeuronPlan => ({ role: 'validator', name: `validator-${i + 1}`, stakeRao: stake * RAO_PER_TAO }),
  )
  const kinds: readonly MinerKind[] = [
    ...models.map(({ file, name }): MinerKind => ({ tag: 'model', file, label: name })),
    ...models.slice(0, 1).map(({ file }): MinerKind => ({ tag: 'random', file })),
    { tag: 'offline' },
  ]
  return [...validators, ...kinds.map((serves, i): NeuronPlan => ({ role: 'miner', name: `miner-${i + 1}`, serves }))]
}

/** What the table and the report call the model of a neuron; `undefined` where it has none. */
export function modelLabel(plan: NeuronPlan): string | undefined {
  if (plan.role === 'validator' || plan.serves.tag === 'offline') return undefined
  return plan.serves.tag === 'random' ? 'random answers' : plan.serves.label
}
