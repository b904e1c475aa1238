import { utf8 } from '../../shared/bytes.ts'
import { fromSs58 } from '../../shared/crypto/ss58.ts'
import type { BeaconParameters } from '../../shared/timelock/beacon.ts'
import { RAO_PER_TAO } from '../../shared/units.ts'
import type { BlockContext } from '../frame/call.ts'
import { storage as system } from '../frame/system/storage.ts'
import type { Storage } from '../interface.ts'
import { ALICE, DEV_ACCOUNTS } from './genesis-accounts.ts'
import { writeGenesisSubnets } from './genesis-subnets.ts'
import { putIn, raiseIssuance } from './pallets/balances/account.ts'
import { toConfiguration } from './pallets/drand/configuration.ts'
import { storage as drand } from './pallets/drand/storage.ts'
import { mirrorIssuance } from './pallets/subtensor/issuance.ts'
import { storage as subtensor } from './pallets/subtensor/storage.ts'
import { storage as sudo } from './pallets/sudo/storage.ts'
import { storage as transactionPayment } from './pallets/transaction-payment/storage.ts'

export interface Endowment {
  readonly who: Uint8Array
  readonly rao: bigint
}

export interface GenesisOptions {
  /** Balances besides those of the dev accounts; more than one for an account add up. */
  readonly endowments?: readonly Endowment[]
  /** Key that may act as root. Default Alice. */
  readonly sudoKey?: Uint8Array
  /** Blocks between two epochs of the subnets of genesis. Default 100. */
  readonly tempo?: number
  /** Blocks before an epoch in which hyperparameters cannot change. Default 10; 0 never freezes them. */
  readonly adminFreezeWindow?: number
  /** The beacon whose pulses the chain stores. Default drand's public quicknet. */
  readonly beacon?: BeaconParameters
}

/** Where clients look for the runtime code; this chain has none, so the bytes only say whose chain it is. */
const CODE_KEY = utf8(':code')
const CODE = utf8('meritnet: this runtime runs from source')
/** What Substrate writes where genesis has no parent. */
const NO_PARENT = new Uint8Array(32).fill(69)

/**
 * Writes the state of block 0 of a local network into empty storage: funded dev accounts, the sudo key, root and
 * subnet 1. The same options give the same bytes.
 * @throws AppError `out-of-range` and DispatchFaultError for endowments that no account can have.
 */
export function buildGenesis(state: Storage, options: GenesisOptions = {}): void {
  const { endowments = [], sudoKey = fromSs58(ALICE), tempo = 100, adminFreezeWindow, beacon } = options
  const context: BlockContext = { state, block: 0, deposit() {} }
  state.set(CODE_KEY, CODE)
  system.ParentHash.put(state, [], NO_PARENT)
  system.BlockHash.put(state, [0], NO_PARENT)
  system.UpgradedToU32RefCount.put(state, [], true)
  system.UpgradedToTripleRefCount.put(state, [], true)
  transactionPayment.StorageVersion.put(state, [], { tag: 'V2' })
  sudo.Key.put(state, [], sudoKey)
  if (beacon !== undefined) drand.BeaconConfig.put(state, [], toConfiguration(beacon))
  if (adminFreezeWindow !== undefined) subtensor.AdminFreezeWindow.put(state, [], adminFreezeWindow)

  const dev = DEV_ACCOUNTS.map(({ ss58, tao }) => ({ who: fromSs58(ss58), rao: tao * RAO_PER_TAO }))
  for (const endowment of [...dev, ...endowments]) endow(context, endowment)
  for (const endowment of writeGenesisSubnets(state, tempo)) endow(context, endowment)
  mirrorIssuance(state)
}

function endow(context: BlockContext, { who, rao }: Endowment): void {
  raiseIssuance(context.state, rao)
  putIn(context, who, rao)
}
