import { AppError } from '../../shared/errors.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { fromU16Proportion, netUid } from '../../shared/units.ts'

/** What the chain pays. */
export interface Incentives {
  readonly block: number
  /** Share of what the last epoch paid to miners, by hotkey. */
  readonly shares: ReadonlyMap<string, number>
}

/** Which subnet the person named and which one the database is of. */
export interface NetuidChoice {
  readonly given: number | undefined
  /** `null` for a database that says nothing of it. */
  readonly stored: number | null
}

/**
 * The subnet that a database is of.
 * @throws AppError `wrong-netuid` when the person named another one, or none where the database does not say.
 */
export function chooseNetuid({ given, stored }: NetuidChoice): number {
  const chosen = stored ?? given
  if (chosen === undefined)
    throw new AppError('wrong-netuid', 'the database does not say which subnet it is of; give --netuid NUMBER')
  if (given !== undefined && given !== chosen)
    throw new AppError('wrong-netuid', `the database is of netuid ${chosen}, not ${given}; leave --netuid out`)
  return chosen
}

/**
 * Reads what every hotkey of a subnet is paid.
 * @throws AppError as `SubtensorClient.metagraph`.
 */
export async function readIncentives(client: Pick<SubtensorClient, 'metagraph'>, netuid: number): Promise<Incentives> {
  const { at, neurons } = await client.metagraph(netUid(netuid))
  return {
    block: at.number,
    shares: new Map(neurons.map(({ hotkey, incentive }) => [hotkey, fromU16Proportion(incentive)])),
  }
}
