import { accountId } from '../../../../shared/scale/substrate.ts'
import { defineStorage, optionalValue } from '../../../frame/storage.ts'

export const storage = defineStorage('Sudo', {
  Key: optionalValue(accountId, { docs: 'The account that may act as root.' }),
})
