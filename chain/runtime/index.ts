import type { PulseCheck } from '../../shared/timelock/beacon.ts'
import { defineRuntime, type FrameRuntime } from '../frame/runtime.ts'
import { createExtensions } from './extensions/index.ts'
import { adminUtils } from './pallets/admin-utils/index.ts'
import { alphaAssets } from './pallets/alpha-assets/index.ts'
import { balancesCurrency } from './pallets/balances/currency.ts'
import { balances } from './pallets/balances/index.ts'
import { commitments } from './pallets/commitments/index.ts'
import { createDrand } from './pallets/drand/index.ts'
import { subtensorApis } from './pallets/subtensor/apis.ts'
import { createSubtensorPallet, type SubtensorOptions } from './pallets/subtensor/index.ts'
import { createSudo } from './pallets/sudo/index.ts'
import { swap } from './pallets/swap/index.ts'
import { createTimestamp } from './pallets/timestamp/index.ts'
import { transactionPayment } from './pallets/transaction-payment/index.ts'
import { SS58_PREFIX, version } from './version.ts'

export interface RuntimeOptions extends SubtensorOptions {
  /** Milliseconds between two blocks as clients are told; blocks may follow each other after half of it. */
  readonly slotDurationMs: number
  /** Tells pulses that the beacon of this process signed itself. Default: every pulse is checked. */
  readonly isOwnPulse?: PulseCheck | undefined
}

/**
 * The runtime of the chain. Indices are those of subtensor and never reused: 1 RandomnessCollectiveFlip, 3 Aura,
 * 4 Grandpa, 11 Utility, 13 to 17, 20 to 25, 27, 29, 30 and 32 are pallets that this chain does not have; 8 to 10 and 24 are
 * retired.
 */
export const createRuntime = ({ slotDurationMs, isOwnPulse, ...subtensor }: RuntimeOptions): FrameRuntime =>
  defineRuntime({
    version,
    ss58Prefix: SS58_PREFIX,
    pallets: ({ call }) => [
      createTimestamp({ slotDurationMs }),
      balances,
      transactionPayment,
      createSubtensorPallet(subtensor),
      createSudo({ call }),
      adminUtils,
      commitments,
      createDrand(isOwnPulse),
      swap,
      alphaAssets,
    ],
    extensions: createExtensions(balancesCurrency),
    apis: subtensorApis,
  })
