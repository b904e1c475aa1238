import { fromSs58 } from '../../../shared/crypto/ss58.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import type { Storage } from '../../interface.ts'
import { buildGenesis, type Endowment } from '../../runtime/genesis.ts'
import { raiseIssuance } from '../../runtime/pallets/balances/account.ts'
import { ROOT_NETUID } from '../../runtime/pallets/subtensor/constants.ts'
import { issuePending, mirrorIssuance } from '../../runtime/pallets/subtensor/issuance.ts'
import { createHotkey } from '../../runtime/pallets/subtensor/registration/hotkey-account.ts'
import { appendNeuron } from '../../runtime/pallets/subtensor/registration/neuron-slots.ts'
import { increaseStake } from '../../runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import { createSubnet } from '../../runtime/pallets/subtensor/subnets/create.ts'
import { rowFromPairs } from '../../yuma/rows.ts'
import { applyHyperparameters, HYPERPARAMETER_NAMES } from '../scenario/hyperparameters.ts'
import { dispatchAsRoot } from './dispatch-as-root.ts'

type RecordedNeuron = MetagraphSnapshot['neurons'][number]

/** The netuid that a recorded subnet has in the simulator, whatever it had on its chain. */
export const RECORDED_NETUID = 2

/** A recorded network, and who has money beside it. */
export interface RecordedSubnet {
  readonly snapshot: MetagraphSnapshot
  /** Free balances. */
  readonly endowments: readonly Endowment[]
}

/** Settings that the chain checks against what a subnet has when they are made, and keeps when it has less later. */
const UNCHECKED: Readonly<Record<string, typeof storage.MaxAllowedUids>> = {
  min_allowed_uids: storage.MinAllowedUids,
  max_allowed_uids: storage.MaxAllowedUids,
}

/**
 * Writes a chain whose subnet is as the snapshot has it at the end of its block: neurons, stakes, rows, settings and what
 * is pending. All stake of a hotkey belongs to its own coldkey, since a snapshot names no nominators, and the token's
 * price is constant.
 * @throws AppError `impossible-hyperparameter` for a setting that this chain refuses.
 */
export function writeRecorded(state: Storage, { snapshot, endowments }: RecordedSubnet): void {
  const netuid = RECORDED_NETUID
  const { neurons, ledger, block, tempo } = snapshot
  buildGenesis(state, { tempo: 0, adminFreezeWindow: 0, endowments })
  createSubnet(state, { netuid, tempo, mechanism: 0, block: block.number })
  const settings = Object.entries(snapshot.hyperparameters)
  const known = settings.filter(([name]) => HYPERPARAMETER_NAMES.includes(name) && !(name in UNCHECKED))
  for (const neuron of neurons) writeNeuron(state, netuid, neuron)
  applyHyperparameters(dispatchAsRoot(state, block.number), netuid, Object.fromEntries(known))
  for (const [name, item] of Object.entries(UNCHECKED)) {
    const most = snapshot.hyperparameters[name]
    if (typeof most === 'number') item.put(state, [netuid], most)
  }
  writeVectors(state, netuid, neurons)
  if (snapshot.registrationCostRao !== null) storage.Burn.put(state, [netuid], snapshot.registrationCostRao)
  storage.SubtokenEnabled.put(state, [netuid], true)
  storage.FirstEmissionBlockNumber.put(state, [netuid], 1n)
  storage.BlocksSinceLastStep.put(state, [netuid], BigInt(snapshot.blocksSinceLastStep))
  const lastStep = BigInt(Math.max(0, block.number - snapshot.blocksSinceLastStep))
  storage.LastEpochBlock.put(state, [netuid], BigInt(ledger?.lastEpochBlock ?? lastStep))
  storage.LastMechansimStepBlock.put(state, [netuid], BigInt(ledger?.lastPaidBlock ?? lastStep))
  if (ledger !== undefined) writeLedger(state, netuid, ledger)
  mirrorIssuance(state)
}

function writeNeuron(state: Storage, netuid: number, neuron: RecordedNeuron): void {
  const [hotkey, coldkey] = [fromSs58(neuron.hotkey), fromSs58(neuron.coldkey)]
  createHotkey(state, coldkey, hotkey)
  const uid = appendNeuron(state, { netuid, hotkey, block: neuron.blockAtRegistration })
  storage.Weights.put(state, [netuid, uid], rowFromPairs(neuron.weights))
  storage.Bonds.put(state, [netuid, uid], rowFromPairs(neuron.bonds))
  const alpha = neuron.alphaRao ?? neuron.stakeRao
  if (alpha > 0n) increaseStake(state, { hotkey, coldkey, netuid }, alpha)
  const root = neuron.rootRao ?? 0n
  if (root > 0n) increaseStake(state, { hotkey, coldkey, netuid: ROOT_NETUID }, root)
  raiseIssuance(state, alpha + root)
}

function writeVectors(state: Storage, netuid: number, neurons: readonly RecordedNeuron[]): void {
  const list = <T>(pick: (neuron: RecordedNeuron) => T): readonly T[] => neurons.map(pick)
  storage.Active.put(
    state,
    [netuid],
    list(({ active }) => active),
  )
  storage.ValidatorPermit.put(
    state,
    [netuid],
    list(({ validatorPermit }) => validatorPermit),
  )
  storage.LastUpdate.put(
    state,
    [netuid],
    list(({ lastUpdate }) => BigInt(lastUpdate)),
  )
  storage.Emission.put(
    state,
    [netuid],
    list(({ emissionRao }) => emissionRao),
  )
  storage.Consensus.put(
    state,
    [netuid],
    list(({ consensus }) => consensus),
  )
  storage.Incentive.put(
    state,
    [netuid],
    list(({ incentive }) => incentive),
  )
  storage.Dividends.put(
    state,
    [netuid],
    list(({ dividends }) => dividends),
  )
  storage.ValidatorTrust.put(
    state,
    [netuid],
    list(({ validatorTrust }) => validatorTrust),
  )
}

function writeLedger(state: Storage, netuid: number, ledger: NonNullable<MetagraphSnapshot['ledger']>): void {
  const { pendingRao } = ledger
  storage.SubnetOwner.put(state, [netuid], fromSs58(ledger.ownerColdkey))
  storage.SubnetOwnerHotkey.put(state, [netuid], fromSs58(ledger.ownerHotkey))
  storage.SubnetEpochIndex.put(state, [netuid], BigInt(ledger.epochs))
  storage.PendingEpochAt.put(state, [netuid], BigInt(ledger.pendingEpochAt))
  storage.ActivityCutoffFactorMilli.put(state, [netuid], ledger.activityCutoffFactor)
  storage.OwnerCutEnabled.put(state, [netuid], ledger.hasOwnerCut)
  storage.SubnetOwnerCut.put(state, [], ledger.ownerCut)
  storage.TaoWeight.put(state, [], BigInt(ledger.taoWeight))
  storage.StakeThreshold.put(state, [], BigInt(ledger.stakeThreshold))
  // At a constant price there is no pool: all of the token counts as outside one.
  storage.SubnetAlphaIn.put(state, [netuid], 0n)
  storage.SubnetAlphaOut.put(state, [netuid], ledger.alphaRao)
  storage.SubnetTAO.put(state, [ROOT_NETUID], ledger.rootRao)
  issuePending(state, storage.PendingServerEmission, netuid, pendingRao.server)
  issuePending(state, storage.PendingValidatorEmission, netuid, pendingRao.validator)
  issuePending(state, storage.PendingRootAlphaDivs, netuid, pendingRao.root)
  issuePending(state, storage.PendingOwnerCut, netuid, pendingRao.owner)
}
