import { definePallet } from '../pallet.ts'
import type { AnyStorageItem } from '../storage.ts'
import type { RuntimeVersion } from '../version.ts'
import { killPrefix, killStorage, remark, remarkWithEvent, setStorage } from './calls.ts'
import { createConstants } from './constants.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'

export interface SystemOptions {
  readonly version: RuntimeVersion
  readonly ss58Prefix: number
  /** `System.Events`, whose type holds the events of all pallets. */
  readonly eventItem: AnyStorageItem
}

/** The System pallet: accounts, block bookkeeping and events. Every runtime has it at index 0. */
export function createSystem({ version, ss58Prefix, eventItem }: SystemOptions) {
  return definePallet({
    name: 'System',
    index: 0,
    crate: 'frame_system',
    docs: 'Accounts, block bookkeeping and events.',
    constants: createConstants(version, ss58Prefix),
    storage: { ...storage, Events: eventItem },
    events,
    errors,
    calls: {
      remark,
      set_storage: setStorage,
      kill_storage: killStorage,
      kill_prefix: killPrefix,
      remark_with_event: remarkWithEvent,
    },
  })
}
