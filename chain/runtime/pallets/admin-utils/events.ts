import { bool, u16 } from '../../../../shared/scale/primitives.ts'
import { u64f64 } from '../../../../shared/scale/substrate.ts'
import { defineEvents, event } from '../../../frame/event.ts'

/** Events that this pallet can deposit itself; most settings are told by SubtensorModule. */
export const events = defineEvents('AdminUtils', {
  Yuma3EnableToggled: event(1, { netuid: u16, enabled: bool }, 'Bonds by Yuma 3 were switched.'),
  BondsResetToggled: event(2, { netuid: u16, enabled: bool }, 'Whether miners may reset bonds was switched.'),
  BurnHalfLifeSet: event(
    3,
    { netuid: u16, burn_half_life: u16 },
    'Blocks in which the price of a registration halves.',
  ),
  BurnIncreaseMultSet: event(
    4,
    { netuid: u16, burn_increase_mult: u64f64 },
    'Factor on the price after each registration.',
  ),
  SubnetEmissionEnabledSet: event(5, { netuid: u16, enabled: bool }, 'Emission of TAO to a subnet was switched.'),
})
