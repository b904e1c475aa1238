import { z } from 'zod'
import { parseSs58 } from '../crypto/ss58.ts'
import { netUid, rao, U16_MAX, uid } from '../units.ts'
import { parserOf } from '../zod-parser.ts'

/** Marks files of this format. */
export const SNAPSHOT_FORMAT = 'meritnet-metagraph'
/** Version of the format; another one is refused. */
export const SNAPSHOT_VERSION = 1

const whole = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const u16 = z.number().int().min(0).max(U16_MAX)
const big = z.string().regex(/^\d{1,39}$/, 'use a decimal string')
const amount = big.transform((text) => rao(BigInt(text)))
const account = z.string().transform((text) => parseSs58(text))
const row = z.array(z.tuple([u16, u16]))

const neuron = z.object({
  uid: u16.transform(uid),
  hotkey: account,
  coldkey: account,
  /** Alpha on the hotkey in this subnet and its share of root stake, rao. */
  stakeRao: amount,
  /** The two parts of it before root stake is weighed; of chains that tell them. */
  alphaRao: amount.optional(),
  rootRao: amount.optional(),
  active: z.boolean(),
  validatorPermit: z.boolean(),
  /** Block of the last accepted weights. */
  lastUpdate: whole,
  blockAtRegistration: whole,
  /** Of 65 535, as the last epoch found. */
  validatorTrust: u16,
  consensus: u16,
  incentive: u16,
  dividends: u16,
  /** Of the last epoch. */
  emissionRao: amount,
  /** Pairs of uid and value, of 65 535: those in force, not those committed and still hidden. */
  weights: row,
  bonds: row,
})

const shape = z.object({
  format: z.literal(SNAPSHOT_FORMAT),
  version: z.literal(SNAPSHOT_VERSION),
  netuid: u16.transform(netUid),
  block: z.object({ number: whole, hash: z.string().regex(/^0x[0-9a-f]{64}$/) }),
  tempo: u16,
  blocksSinceLastStep: whole,
  /** What registering burns at this block. */
  registrationCostRao: amount.nullable(),
  /**
   * Settings that the chain has, by the names of its calls without `sudo_set_`, raw: whole numbers (decimal strings from
   * 2^53 on), booleans, or an object of them for a call with several. As a scenario's `network.hyperparameters` takes them.
   */
  hyperparameters: z.record(z.string(), z.json()),
  /** Reserves of the subnet's token, where the chain has them. */
  pool: z.object({ taoRao: amount, alphaRao: amount }).nullable(),
  /** What the next epoch pays, and by which settings of the whole chain; of chains that have all of it. */
  ledger: z
    .object({
      ownerColdkey: account,
      ownerHotkey: account,
      /** Epochs so far, the block from which the tempo counts, that of an epoch asked for (0 for none), the last paid. */
      epochs: whole,
      lastEpochBlock: whole,
      pendingEpochAt: whole,
      lastPaidBlock: whole,
      pendingRao: z.object({ server: amount, validator: amount, root: amount, owner: amount }),
      /** The subnet's token, in its pool and outside. */
      alphaRao: amount,
      /** TAO on root. */
      rootRao: amount,
      /** Blocks of silence that validators may keep, in thousandths of a tempo. */
      activityCutoffFactor: whole,
      hasOwnerCut: z.boolean(),
      /** Of 65 535. */
      ownerCut: u16,
      /** Weight of root stake, of 2^64. */
      taoWeight: big,
      /** Least stake of a validator, rao. */
      stakeThreshold: big,
    })
    .optional(),
  /** By uid from 0 on, without gaps. */
  neurons: z
    .array(neuron)
    .max(U16_MAX + 1)
    .refine((neurons) => neurons.every((found, index) => found.uid === index), 'uids count from 0 without gaps'),
})

/** A subnet at one block: enough to go on with it in the simulator. */
export type MetagraphSnapshot = z.output<typeof shape>

/**
 * Parses a snapshot as `devnet dump-metagraph` writes it.
 * @throws AppError `malformed` with the first bad field.
 */
export const parseSnapshot = parserOf<MetagraphSnapshot>(shape, 'the metagraph snapshot')

/** A snapshot as JSON text: amounts are decimal strings, one neuron on each line. */
export function snapshotToJson({ neurons, ...head }: MetagraphSnapshot): string {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part))
  const lines = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}:${text(value)}`)
  return `{\n${lines.join(',\n')},\n"neurons":[\n${neurons.map(text).join(',\n')}\n]}\n`
}
