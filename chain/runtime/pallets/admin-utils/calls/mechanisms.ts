import { option, vec } from '../../../../../shared/scale/compound.ts'
import { u8, u16 } from '../../../../../shared/scale/primitives.ts'
import { storage } from '../../subtensor/storage.ts'
import {
  ensureMechanismCount,
  ensureMechanismLimit,
  ensureSplit,
  limitMechanisms,
  setMechanismCount,
} from '../../subtensor/subnets/mechanisms.ts'
import { globalSetting } from '../setting.ts'
import { transactionSetting } from '../transaction-setting.ts'

/** Changes of the number of mechanisms and of their shares, as kinds of transactions. */
const SET_COUNT = 7
const SET_SPLIT = 8
/** The build for local networks does not limit them. */
const UNLIMITED = () => 0n

/** Settings of the mechanisms of a subnet. */
export const mechanismCalls = {
  sudo_set_mechanism_count: transactionSetting({
    index: 76,
    docs: 'Sets the number of mechanisms of a subnet; those above it are forgotten, and emission is split evenly again. For owner and root.',
    argument: 'mechanism_count',
    type: u8,
    limit: { kind: SET_COUNT, blocks: UNLIMITED },
    check: ensureMechanismCount,
    apply: ({ state }, netuid, count) => setMechanismCount(state, netuid, count),
  }),
  sudo_set_mechanism_emission_split: transactionSetting({
    index: 77,
    docs: 'Sets the shares of the mechanisms in emission, which sum to 65535, or none for an even split. For owner and root.',
    argument: 'maybe_split',
    type: option(vec(u16)),
    limit: { kind: SET_SPLIT, blocks: UNLIMITED },
    check: ensureSplit,
    apply({ state }, netuid, split) {
      if (split === undefined) storage.MechanismEmissionSplit.remove(state, netuid)
      else storage.MechanismEmissionSplit.put(state, [netuid], split)
    },
  }),
  sudo_set_max_mechanism_count: globalSetting({
    index: 88,
    docs: 'Sets the most mechanisms of a subnet, 1 to 16; subnets with more lose those above. For root.',
    argument: 'max_mechanism_count',
    type: u8,
    apply({ state }, most) {
      ensureMechanismLimit(most)
      limitMechanisms(state, most)
    },
  }),
} as const
