import { u16 } from '../../../../shared/scale/primitives.ts'
import { defineEvents, event } from '../../../frame/event.ts'

export const events = defineEvents('Swap', {
  FeeRateSet: event(0, { netuid: u16, rate: u16 }, 'The fee rate of a pool was set, of 65535.'),
})
