import type { Passwords } from '../shared/crypto/keyfile-password.ts'
import { cryptoReady } from '../shared/crypto/ready.ts'
import { hotkeyAddress } from '../shared/crypto/wallet.ts'
import type { WalletRef } from '../shared/crypto/wallet-files.ts'
import { silentLogger } from '../shared/log.ts'
import { connectSubtensor } from '../shared/subtensor/polkadot-client.ts'
import type { NetUid } from '../shared/units.ts'
import { type StatusView, viewStatus } from './status-view.ts'

export interface StatusConfig {
  readonly netuid: NetUid
  readonly chain: string
  readonly wallet: WalletRef
}

/**
 * Asks the chain how a validator's hotkey stands.
 * @throws AppError of the wallet, the chain or `viewStatus`.
 */
export async function fetchStatus({ netuid, chain, wallet }: StatusConfig, passwords: Passwords): Promise<StatusView> {
  await cryptoReady()
  const hotkey = await hotkeyAddress(wallet, passwords)
  const client = await connectSubtensor({ url: chain, log: silentLogger })
  try {
    return await viewStatus(client, netuid, hotkey)
  } finally {
    await client.close()
  }
}
