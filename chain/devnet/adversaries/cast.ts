import { readFile } from 'node:fs/promises'
import { sha256Hex } from '../../../shared/crypto/hashes.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ProofState } from '../../../shared/scoring/round.ts'
import type { MinerKind, MinerPlan, NeuronPlan } from '../plan.ts'
import { type AdversaryTag, adversaryOf } from './plan.ts'

/** What comes of asking a miner: the answers of a model file, and what its proof shows; without a file no answers count. */
export interface Behaviour {
  readonly file: string | undefined
  readonly proof: ProofState
  /** SHA-256 of the model that it registers. */
  readonly digest: string | undefined
}

/** One miner of a run: what it does, and what it would do by its own work alone. */
export interface Player {
  readonly name: string
  readonly adversary: AdversaryTag | undefined
  readonly actual: Behaviour
  /** `undefined` for one that would not be there: all hotkeys of a sybil but the first. */
  readonly own: Behaviour | undefined
}

const SILENT: Behaviour = { file: undefined, proof: 'absent', digest: undefined }

/** The miners of a run with both of their behaviours, in the order of the plans. */
export async function castOf(plans: readonly NeuronPlan[]): Promise<readonly Player[]> {
  const miners = plans.filter((plan) => plan.role === 'miner')
  const firstSybil = miners.find(({ cheat }) => cheat?.tag === 'sybil')?.name
  return Promise.all(
    miners.map(async (plan): Promise<Player> => {
      const own = await honestly(plan.serves)
      const isSpare = plan.cheat?.tag === 'sybil' && plan.name !== firstSybil
      return {
        name: plan.name,
        adversary: adversaryOf(plan),
        actual: await actualOf(plan, own, miners),
        own: isSpare ? undefined : own,
      }
    }),
  )
}

/** A model registered as what it is and run in time. Random answers show no skill, as none do. */
const honestly = async (serves: MinerKind): Promise<Behaviour> =>
  serves.tag === 'model' ? { file: serves.file, proof: 'verified', digest: await digestOf(serves.file) } : SILENT

async function actualOf(plan: MinerPlan, own: Behaviour, miners: readonly MinerPlan[]): Promise<Behaviour> {
  switch (plan.cheat?.tag) {
    case 'relay': {
      const { victim } = plan.cheat
      const found = miners.find(({ name }) => name === victim)
      if (found === undefined) throw new AppError('out-of-range', `${plan.name} relays ${victim}, who is not planned`)
      return honestly(found.serves)
    }
    case 'cache':
      return { ...own, proof: 'absent' }
    case 'late':
      return { ...SILENT, digest: own.digest }
    case 'downgrade':
      return { ...own, proof: 'failed', digest: await digestOf(plan.cheat.claims) }
    default:
      return own
  }
}

const digestOf = async (file: string): Promise<string> => sha256Hex(await readFile(file))
