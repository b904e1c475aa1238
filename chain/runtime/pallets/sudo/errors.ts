import { defineErrors } from '../../../frame/error.ts'

export const errors = defineErrors('Sudo', {
  RequireSudo: [0, 'The caller is not the sudo key.'],
})
