import type { Keypair } from '../shared/crypto/keypair.ts'
import { AppError, isAppError } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { formatTao, type NetUid, type Ss58, type Uid } from '../shared/units.ts'

export interface RegistrationDeps {
  readonly client: Pick<SubtensorClient, 'uidOf' | 'register' | 'registrationCost' | 'balance'>
  readonly netuid: NetUid
  readonly hotkey: Ss58
  /** Address of the coldkey, known without its password. */
  readonly coldkeyAddress: () => Promise<Ss58>
  /** Opens the coldkey, which may ask for a password: called only when there is something to pay. */
  readonly openColdkey: () => Promise<Keypair>
  readonly log: Logger
}

/**
 * Uid of the hotkey; registers it by burning when it has none.
 * @throws AppError `balance-too-low` with the cost, the balance and what to do; as the client and the wallet.
 */
export async function ensureRegistered({
  client,
  netuid,
  hotkey,
  coldkeyAddress,
  openColdkey,
  log,
}: RegistrationDeps): Promise<Uid> {
  const existing = await client.uidOf(netuid, hotkey)
  if (existing !== undefined) {
    log.info('already registered', { netuid, uid: existing, hotkey })
    return existing
  }
  const payer = await coldkeyAddress()
  const [cost, balance] = await Promise.all([client.registrationCost(netuid), client.balance(payer)])
  if (balance < cost)
    throw new AppError(
      'balance-too-low',
      `registering on netuid ${netuid} costs ${formatTao(cost)} TAO; the coldkey ${payer} has ${formatTao(balance)}; ` +
        `send it at least ${formatTao(cost - balance)} TAO and run the same command again`,
      { netuid, cost, balance, coldkey: payer },
    )
  log.info('registering', { netuid, hotkey, coldkey: payer, costTao: formatTao(cost) })
  const uid = await register(client, netuid, hotkey, await openColdkey())
  log.info('registered', { netuid, uid, hotkey })
  return uid
}

/** Somebody may register the same hotkey between our look and our call, as when two processes start at once. */
async function register(
  client: RegistrationDeps['client'],
  netuid: NetUid,
  hotkey: Ss58,
  coldkey: Keypair,
): Promise<Uid> {
  try {
    return await client.register(netuid, hotkey, coldkey)
  } catch (error) {
    const uid = isAppError(error, 'extrinsic-failed') ? await client.uidOf(netuid, hotkey) : undefined
    if (uid === undefined) throw error
    return uid
  }
}
