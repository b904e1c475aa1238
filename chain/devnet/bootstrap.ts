import type { Keypair } from '../../shared/crypto/keypair.ts'
import { AppError } from '../../shared/errors.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import type { ChainConnection } from '../../shared/subtensor/connection.ts'
import type { ChainCall } from '../../shared/subtensor/submit.ts'
import { type NetUid, netUid } from '../../shared/units.ts'
import type { NeuronKeys } from './wallets.ts'

const PALLET = 'SubtensorModule'

export interface SubnetSettings {
  readonly tempo: number
  /** Whether weights are committed before they are shown. */
  readonly commitReveal: boolean
  /** Further settings that root makes, in their order. */
  readonly others?: readonly ChainSetting[]
}

/** A call of AdminUtils. */
export interface ChainSetting {
  readonly call: string
  argsFor(netuid: NetUid): readonly unknown[]
}

/** A validator that the devnet registers and stakes before its process starts. */
export interface ValidatorSeat extends NeuronKeys {
  readonly stakeRao: bigint
}

const sudo = (call: string, ...args: readonly unknown[]): ChainCall => ({
  pallet: 'Sudo',
  call: 'sudo',
  args: [{ pallet: 'AdminUtils', call, args }],
})

/**
 * Makes a subnet the way its owner would: registers the network with the first validator's hotkey, sets
 * hyperparameters that suit seconds instead of hours, opens it for emission, then registers and stakes the other
 * validators. All else is as the chain gives it to a new subnet, in simulations too: `min_non_immune_uids` is 10, which
 * decides nothing before all 256 uids are taken.
 * @returns the netuid of the new subnet.
 */
export async function createSubnet(
  chain: ChainConnection,
  client: SubtensorClient,
  sudoKey: Keypair,
  settings: SubnetSettings,
  seats: readonly ValidatorSeat[],
): Promise<NetUid> {
  const [owner, ...others] = seats
  if (owner === undefined) throw new AppError('out-of-range', 'a subnet needs at least one validator; found none')

  // The freeze window would forbid every hyperparameter call while a tempo is no longer than it.
  await chain.submit(sudo('sudo_set_admin_freeze_window', 0), sudoKey)
  const created = await chain.submit(
    { pallet: PALLET, call: 'register_network', args: [owner.hotkey.ss58] },
    owner.coldkey,
  )
  const added = created.events.find(({ pallet, name }) => pallet === PALLET && name === 'NetworkAdded')
  const netuid = netUid(Number(added?.data[0]))

  await inOrder(chain, sudoKey, [
    sudo('sudo_set_tempo', netuid, settings.tempo),
    sudo('sudo_set_weights_set_rate_limit', netuid, 0),
    sudo('sudo_set_serving_rate_limit', netuid, 0),
    sudo('sudo_set_commit_reveal_weights_enabled', netuid, settings.commitReveal),
    sudo('sudo_set_subnet_emission_enabled', netuid, true),
    ...(settings.others ?? []).map(({ call, argsFor }) => sudo(call, ...argsFor(netuid))),
  ])
  await chain.submit({ pallet: PALLET, call: 'start_call', args: [netuid] }, owner.coldkey)
  await Promise.all(others.map(({ coldkey, hotkey }) => client.register(netuid, hotkey.ss58, coldkey)))
  await Promise.all(
    seats.map(({ coldkey, hotkey, stakeRao: rao }) => addStake(chain, { netuid, coldkey, hotkey, rao })),
  )
  return netuid
}

/** Stakes on a hotkey of its own coldkey. */
export const addStake = (
  chain: ChainConnection,
  { netuid, coldkey, hotkey, rao }: NeuronKeys & { readonly netuid: NetUid; readonly rao: bigint },
): Promise<unknown> => chain.submit({ pallet: PALLET, call: 'add_stake', args: [hotkey.ss58, netuid, rao] }, coldkey)

/** Sends calls of one key so that they can share a block: the next is signed as soon as the pool has the one before. */
async function inOrder(chain: ChainConnection, signer: Keypair, calls: readonly ChainCall[]): Promise<void> {
  const included: Promise<unknown>[] = []
  for (const call of calls) {
    const { accepted, inclusion } = chain.send(call, signer)
    included.push(inclusion)
    await accepted
  }
  await Promise.all(included)
}
