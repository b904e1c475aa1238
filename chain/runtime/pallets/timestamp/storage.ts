import { bool, u64 } from '../../../../shared/scale/primitives.ts'
import { defineStorage, value } from '../../../frame/storage.ts'

export const storage = defineStorage('Timestamp', {
  Now: value(u64, { default: 0n, docs: 'Time of the current block, milliseconds since the Unix epoch.' }),
  DidUpdate: value(bool, { default: false, docs: 'Whether the time was set in the current block.' }),
})
