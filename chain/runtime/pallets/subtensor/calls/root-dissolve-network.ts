import { u16 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { dissolveSubnet } from '../subnets/dissolve.ts'
import { subnetExists } from '../subnets/subnet.ts'

export const rootDissolveNetwork = defineCall({
  index: 120,
  docs: 'Removes a subnet and gives its stakers the TAO of its pool, or what they staked. For root. Emits NetworkRemoved.',
  args: { netuid: u16 },
  dispatch(context, { netuid }) {
    ensureRoot(context.origin)
    const exists = subnetExists(context.state, netuid) && netuid !== ROOT_NETUID
    ensure(exists, errors.SubnetNotExists, () => `netuid ${netuid}`)
    dissolveSubnet(context, netuid)
  },
})
