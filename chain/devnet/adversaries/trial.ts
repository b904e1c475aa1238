import { AppError } from '../../../shared/errors.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'
import type { Rng } from '../../../shared/rng.ts'
import type { MinerFacts } from '../../../shared/scoring/facts.ts'
import type { SubtensorClient } from '../../../shared/subtensor/client.ts'
import { registeredModelOf } from '../../../shared/subtensor/registered-model.ts'
import type { NetUid, Ss58 } from '../../../shared/units.ts'
import type { LadderFiles } from '../models.ts'
import type { NeuronPlan } from '../plan.ts'
import type { ScoresOfValidator } from '../scores.ts'
import type { Onlooker } from '../subnet-run.ts'
import { askFresh } from './answers.ts'
import { type AuditFiles, type AuditOutcome, auditSubnet } from './audit.ts'
import { castOf } from './cast.ts'
import { adversaryGains, honestGains } from './gains.ts'
import { createPaidEpochs } from './paid-epochs.ts'
import { createTrialReport, type TrialReport } from './trial-report.ts'

/** The subnet that is watched. */
export interface TrialOptions {
  readonly plans: readonly NeuronPlan[]
  readonly hotkeyOf: (name: string) => Ss58
  readonly ladder: Pick<LadderFiles, 'mechanism' | 'heldOutFile'>
  readonly chainUrl: string
  /** Folder of registered models. */
  readonly registered: string
  /** Where the audit's report goes. */
  readonly auditFiles: AuditFiles
  /** Draws the fresh tasks that skill is measured on. */
  readonly rng: Rng
  /** Of the validators' tasks, where it is not the mechanism's own. */
  readonly difficulty?: number | undefined
}

/** Watches a subnet with adversaries and tells what they gained. */
export interface Trial {
  readonly onlooker: Onlooker
  /** @throws AppError `too-early` when no epoch counted. */
  conclude(): Promise<TrialReport>
}

type ChainFacts = ReadonlyMap<string, Omit<MinerFacts, 'model'>>

/** See `Trial`. */
export function createTrial(options: TrialOptions): Trial {
  const { plans, hotkeyOf, ladder, rng, auditFiles: files } = options
  const names = plans.flatMap(({ role, name }) => (role === 'miner' ? [name] : []))
  const epochs = createPaidEpochs(names.map(hotkeyOf))
  let scores: readonly (ScoresOfValidator | undefined)[] = []
  let facts: ChainFacts = new Map()
  let audit: AuditOutcome = []

  return {
    onlooker: {
      paid(observation, views) {
        epochs.paid(observation, views)
        // Of a validator whose database is busy right now, the last that was read.
        scores = views.map((view, i) => view ?? scores[i])
      },
      async end({ client, netuid }, signal) {
        facts = await readFacts(client, netuid, new Map(names.map((name) => [hotkeyOf(name), name])))
        const { mechanism, heldOutFile: heldOut } = ladder
        audit = await auditSubnet({ ...options, mechanism, heldOut, netuid, files }, signal)
      },
    },
    async conclude() {
      const counted = epochs.counted()
      if (counted.epochs === 0)
        throw new AppError(
          'too-early',
          'no epoch was paid after all validators had scored all miners; adversaries can be judged after one or more: let the run go on longer',
        )
      // Of a person's data the rows that validators ask about: others of so few would say something else of skill.
      const mechanism = await openMechanism(ladder.mechanism, { heldOut: ladder.heldOutFile })
      const cast = await castOf(plans)
      const models = cast.flatMap(({ actual, own }) => [actual.file, own?.file].filter((file) => file !== undefined))
      const input = {
        cast,
        facts,
        emissionRao: new Map(names.map((name) => [name, counted.rao.get(hotkeyOf(name)) ?? 0n])),
        rounds: await askFresh(models, mechanism, rng, { difficulty: options.difficulty }),
        mechanism,
      }
      return createTrialReport({
        plans,
        hotkeyOf,
        epochs: counted.epochs,
        adversaries: adversaryGains(input),
        honest: honestGains(input),
        scores,
        audit,
        auditFiles: files,
      })
    },
  }
}

/** What the chain says of miners, by their names. */
async function readFacts(
  client: SubtensorClient,
  netuid: NetUid,
  names: ReadonlyMap<Ss58, string>,
): Promise<ChainFacts> {
  const [{ neurons }, commitments] = await Promise.all([client.metagraph(netuid), client.commitments(netuid)])
  return new Map(
    neurons.flatMap(({ hotkey, uid, blockAtRegistration: registeredBlock }) => {
      const name = names.get(hotkey)
      const modelBlock = registeredModelOf(commitments.get(hotkey))?.block
      return name === undefined ? [] : [[name, { hotkey, uid, registeredBlock, modelBlock }] as const]
    }),
  )
}
