import { defineExtension } from '../../frame/extension.ts'
import { checkExtrinsicFits, reserveInBlock } from '../../frame/limits.ts'
import { emptyExtra, nothingImplied } from './empty.ts'

/** Keeps a block within its limits of computation and bytes. */
export const checkWeight = defineExtension({
  identifier: 'CheckWeight',
  extra: emptyExtra('frame_system', 'extensions', 'check_weight', 'CheckWeight'),
  ...nothingImplied,
  validate(_context, { info, length }) {
    checkExtrinsicFits(info, length)
    return undefined
  },
  prepare({ state }, { info, length }) {
    reserveInBlock(state, info, length)
  },
})
