import { AppError } from '../../../shared/errors.ts'
import type { Member } from '../scenario/cast.ts'
import { applyHyperparameters } from '../scenario/hyperparameters.ts'
import type { Scenario } from '../scenario/schema.ts'
import { keysNamed } from '../world/actor-keys.ts'
import { writeSubnet } from '../world/subnet-genesis.ts'
import { openWorld, type World } from '../world/world.ts'

/** The subnet of scenarios. */
export const NETUID = 2
/** As the schema of scenarios has it. */
const MOST_UIDS = 4096

/**
 * A chain with the scenario's subnet; its first epoch has handed out permits.
 * @throws AppError `too-many-actors`; as `applyHyperparameters`.
 */
export function openSubnet({ network, actors }: Scenario, cast: readonly Member[]): World {
  const seated = cast.filter(({ isRegistered }) => isRegistered)
  const maxUids = network.maxUids ?? Math.min(MOST_UIDS, seated.length + 1)
  if (seated.length + 1 > MOST_UIDS)
    throw new AppError(
      'too-many-actors',
      `${seated.length} participants with a uid and the owner do not fit ${MOST_UIDS} uids, the most of a subnet; use fewer, or let some begin with registered: false`,
      { groups: actors.length },
    )
  if (seated.length + 1 > maxUids)
    throw new AppError(
      'too-many-actors',
      `${seated.length} participants with a uid and the owner do not fit ${maxUids} uids; set network.maxUids to ${seated.length + 1} or more, or let some begin with registered: false`,
      { groups: actors.length },
    )
  const world = openWorld((state) =>
    writeSubnet(state, {
      netuid: NETUID,
      tempo: network.tempo,
      maxUids,
      owner: cast.find(({ isOwner }) => isOwner) ?? keysNamed('owner of the subnet'),
      seats: seated.map((member) => ({ keys: member, stake: member.stake })),
      endowments: cast.map(({ coldkey, balance }) => ({ who: coldkey, rao: balance })),
    }),
  )
  if (network.commitReveal !== 'off')
    applyHyperparameters(world, NETUID, {
      commit_reveal_weights_interval: network.revealPeriod,
      commit_reveal_weights_enabled: true,
    })
  applyHyperparameters(world, NETUID, network.hyperparameters)
  world.toNextEpoch(NETUID)
  return world
}
