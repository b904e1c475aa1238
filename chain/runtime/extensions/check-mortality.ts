import { newtype } from '../../../shared/scale/compound.ts'
import { birthOf, deathOf, era } from '../../../shared/scale/era.ts'
import { hash256 } from '../../../shared/scale/substrate.ts'
import { defineExtension } from '../../frame/extension.ts'
import { invalid } from '../../frame/validity.ts'

/** Makes an extrinsic valid for some blocks only: it signs the hash of the block at which its era began. */
export const checkMortality = defineExtension({
  identifier: 'CheckMortality',
  extra: newtype(['frame_system', 'extensions', 'check_mortality', 'CheckMortality'], era),
  additional: hash256,
  implicit({ block, blockHash }, value) {
    // The pool validates for the block after the head; Substrate counts eras from the block that is being built.
    const birth = birthOf(value, block)
    const hash = blockHash(birth)
    if (hash === undefined)
      throw invalid('AncientBirthBlock', `the hash of block ${birth}, where the era began, is not known`)
    return hash
  },
  validate({ block }, _signed, value) {
    const death = deathOf(value, block)
    return Number.isFinite(death) ? { longevity: BigInt(Math.max(0, death - block)) } : undefined
  },
})
