import { AppError, messageOf } from '../../../shared/errors.ts'
import type { Storage } from '../../interface.ts'
import type { World } from '../world/world.ts'

/** Runs calls of the chain's root on a state that is still being written, as of the end of a block. */
export const dispatchAsRoot = (state: Storage, block: number): Pick<World, 'dispatch'> => ({
  dispatch(_caller, def, args) {
    try {
      def.dispatch({ state, block, deposit() {}, origin: { tag: 'root' }, waiveFee() {}, dispatch: refuse }, args)
      return { ok: true }
    } catch (error) {
      return { ok: false, error: 'refused', message: messageOf(error) }
    }
  },
})

const refuse = (): never => {
  throw new AppError('unknown-call', 'settings make no further calls')
}
