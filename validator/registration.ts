import type { Keypair } from '../shared/crypto/keypair.ts'
import { AppError } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { formatTao, type NetUid, type Ss58, type Uid } from '../shared/units.ts'

export interface RegistrationDeps {
  readonly client: Pick<SubtensorClient, 'uidOf' | 'register' | 'registrationCost'>
  readonly netuid: NetUid
  readonly hotkey: Ss58
  /** Opens the key that pays, which may ask for a password; `undefined` when nothing may be paid. */
  readonly openColdkey: (() => Promise<Keypair>) | undefined
  readonly log: Logger
}

/**
 * Uid of the validator's hotkey, which it registers when it may.
 * @throws AppError `not-registered` with the cost, `unknown-netuid`, `balance-too-low` or those of the wallet.
 */
export async function requireUid({ client, netuid, hotkey, openColdkey, log }: RegistrationDeps): Promise<Uid> {
  const existing = await client.uidOf(netuid, hotkey)
  if (existing !== undefined) return existing
  const costTao = formatTao(await client.registrationCost(netuid))
  if (openColdkey === undefined)
    throw new AppError(
      'not-registered',
      `hotkey ${hotkey} is not registered on netuid ${netuid}; "validator run --register" registers it for ${costTao} TAO of its coldkey, or name another with --wallet and --hotkey`,
      { netuid, hotkey },
    )
  log.info('registering', { netuid, hotkey, costTao })
  const uid = await client.register(netuid, hotkey, await openColdkey())
  log.info('registered', { netuid, hotkey, uid })
  return uid
}
