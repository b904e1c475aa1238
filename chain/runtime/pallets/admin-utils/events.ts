import { bool, u16 } from '../../../../shared/scale/primitives.ts'
import { defineEvents, event } from '../../../frame/event.ts'

/** Events that this pallet can deposit itself; most settings are told by SubtensorModule. */
export const events = defineEvents('AdminUtils', {
  Yuma3EnableToggled: event(1, { netuid: u16, enabled: bool }, 'Bonds by Yuma 3 were switched.'),
  BondsResetToggled: event(2, { netuid: u16, enabled: bool }, 'Whether miners may reset bonds was switched.'),
  SubnetEmissionEnabledSet: event(5, { netuid: u16, enabled: bool }, 'Emission of TAO to a subnet was switched.'),
})
