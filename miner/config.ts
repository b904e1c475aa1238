import type { WalletRef } from '../shared/crypto/wallet-files.ts'
import type { NetUid, Rao } from '../shared/units.ts'
import type { StrategyConfig } from './strategies/strategy-config.ts'

/** What `miner run` is told. */
export interface MinerConfig {
  readonly netuid: NetUid
  /** ws:// or wss:// URL of the chain. */
  readonly chain: string
  readonly wallet: WalletRef
  /** Path of the ONNX file. */
  readonly model: string
  /** Id of a mechanism. */
  readonly mechanism: string
  readonly strategy: StrategyConfig
  /** Address to listen on; every one of the machine when not given. */
  readonly host: string | undefined
  /** 0 for any free port. */
  readonly port: number
  /** Announced address; `ownAddress` when not given. */
  readonly ip: string | undefined
  /** Announced port, where a router forwards another one; `port` when not given. */
  readonly externalPort: number | undefined
  readonly minStake: Rao
  /** Requests per second of one validator. */
  readonly rateLimit: number
  /** Bytes per second of one validator: of its requests, and as many of the answers that it fetches. */
  readonly byteLimit: number
  /** Requests at once. */
  readonly maxInFlight: number
}

/** What `miner status` is told. */
export interface StatusConfig extends Pick<MinerConfig, 'netuid' | 'chain' | 'wallet'> {
  readonly json: boolean
}
