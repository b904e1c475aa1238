import { fromSs58 } from '../../../shared/crypto/ss58.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import type { Member } from '../scenario/cast.ts'
import type { Scenario, ScenarioInput } from '../scenario/schema.ts'

/** Groups that a recorded network adds to a scenario. */
const RECORDED = { validators: 'recorded validators', miners: 'recorded miners' } as const

type RecordedNeuron = MetagraphSnapshot['neurons'][number]

const isValidator = ({ validatorPermit, weights }: RecordedNeuron): boolean => validatorPermit && weights.length > 0

/** Neurons of a group, in the order of their uids. */
const neuronsOf = ({ neurons }: MetagraphSnapshot, group: string): readonly RecordedNeuron[] =>
  neurons.filter((neuron) => isValidator(neuron) === (group === RECORDED.validators))

/** Groups for the neurons of a snapshot: who has weights and a permit keeps its row; the others are honest miners. */
export function recordedGroups(snapshot: MetagraphSnapshot): NonNullable<ScenarioInput['actors']> {
  const groups = [
    { name: RECORDED.validators, role: 'validator', strategy: 'steady' },
    { name: RECORDED.miners, role: 'miner', strategy: 'honest' },
  ] as const
  return groups.flatMap((group) => {
    const count = neuronsOf(snapshot, group.name).length
    return count === 0 ? [] : [{ ...group, count, balance: 0 }]
  })
}

/** Whether a member stands for a neuron of the snapshot. */
export const isRecorded = ({ group }: Pick<Member, 'group'>): boolean =>
  group === RECORDED.validators || group === RECORDED.miners

/**
 * The cast with the keys and stakes of the neurons that members stand for. The skill of a miner is the one for which the
 * scenario's ramp gives the incentive that it has: floor + (1 − floor) · (incentive / best)^(1 / exponent).
 */
export function bindRecorded(
  cast: readonly Member[],
  snapshot: MetagraphSnapshot,
  { skillFloor: floor, skillExponent: exponent }: Scenario['scoring'],
): readonly Member[] {
  const best = Math.max(1, ...snapshot.neurons.map(({ incentive }) => incentive))
  const next = new Map(Object.values(RECORDED).map((group) => [String(group), neuronsOf(snapshot, group).values()]))
  return cast.map((member) => {
    const neuron = next.get(member.group)?.next().value
    if (neuron === undefined) return member
    const { incentive } = neuron
    return {
      ...member,
      hotkey: fromSs58(neuron.hotkey),
      coldkey: fromSs58(neuron.coldkey),
      stake: neuron.alphaRao ?? neuron.stakeRao,
      skill: member.role === 'miner' && incentive > 0 ? floor + (1 - floor) * (incentive / best) ** (1 / exponent) : 0,
    }
  })
}
