import { utf8 } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'
import type { AxonInfo, PrometheusInfo } from '../types.ts'

/** What a neuron has that never announced itself. */
export const NO_AXON: AxonInfo = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ip_type: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
}
export const NO_PROMETHEUS: PrometheusInfo = { block: 0n, version: 0, ip: 0n, port: 0, ip_type: 0 }

const GENESIS_NAMES = ['root', 'apex']

/** Name of a subnet as bytes: that of its identity, else one of genesis, else its number. */
export function subnetName(state: Storage, netuid: number): number[] {
  const named = storage.SubnetIdentitiesV3.get(state, netuid)?.subnet_name
  return [...(named ?? utf8(GENESIS_NAMES[netuid] ?? `subnet ${netuid}`))]
}

/** Symbol of a subnet's token as bytes. */
export const subnetSymbol = (state: Storage, netuid: number): number[] => [...storage.TokenSymbol.get(state, netuid)]

/** What waits for miners and validators of a subnet, rao. */
export const pendingAlpha = (state: Storage, netuid: number): bigint =>
  storage.PendingServerEmission.get(state, netuid) + storage.PendingValidatorEmission.get(state, netuid)
