import { randomBytes } from 'node:crypto'
import packageJson from '../../package.json' with { type: 'json' }
import { toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import type { Beacon } from '../../shared/timelock/beacon.ts'
import { decodeHeader } from '../node/block/header.ts'
import { timestampInherent } from '../node/block/inherents.ts'
import type { Sealing } from '../node/block/seal.ts'
import { type Node, openNode } from '../node/node.ts'
import { createRpcApi } from '../node/rpc/methods.ts'
import { startRpcServer } from '../node/rpc/server.ts'
import { buildGenesis, type Endowment } from '../runtime/genesis.ts'
import { createRuntime } from '../runtime/index.ts'
import { storage as drand } from '../runtime/pallets/drand/storage.ts'
import { issuanceBreakdown } from '../runtime/pallets/subtensor/issuance.ts'
import { CONSTANT_PRICE, CONSTANT_PRODUCT } from '../runtime/pallets/subtensor/pool/pool.ts'
import { openLocalBeacon } from './open-beacon.ts'
import { createPulseInherent } from './pulse-inherent.ts'
import type { Issuance } from './report.ts'

export interface LocalChainOptions {
  /** 0 takes a free port. */
  readonly port: number
  readonly sealing: Sealing
  readonly basePath?: string | undefined
  /** Accounts that begin with a balance, beside the dev accounts. */
  readonly endowments?: readonly Endowment[]
  /** Opens what is timelocked. Default a beacon of the chain's own, whose secret everybody can know. */
  readonly beacon?: Beacon
  /** Whether new subnets get a token with a pool. Default false: their stake is TAO, one for one. */
  readonly pools?: boolean
  readonly clock: Clock
  readonly log: Logger
}

/** Our runtime in our node behind our RPC server. */
export interface LocalChain {
  /** `ws://host:port`. */
  readonly url: string
  readonly head: () => { readonly number: number }
  /** Where all tokens are at the head. */
  issuance(): Issuance
  /** 0x hex, of the head. */
  stateRoot(): string
  /** Makes blocks until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Slot of the fast builds of a local subtensor; clients read it to choose their patience. */
const SLOT_DURATION_MS = 250

/**
 * Opens the chain and listens; `run` starts making blocks.
 * @throws AppError `port-in-use`, or as the database does.
 */
export async function openLocalChain(options: LocalChainOptions): Promise<LocalChain> {
  const { port, sealing, basePath, endowments = [], beacon = openLocalBeacon(), pools = false, clock, log } = options
  await cryptoReady()
  const lastRound = (): bigint => drand.LastStoredRound.get(node.state(node.head().hash))
  const node: Node = await openNode({
    runtime: createRuntime({
      slotDurationMs: SLOT_DURATION_MS,
      allowLoopback: true,
      isOwnPulse: beacon.isOwn,
      newSubnetMechanism: pools ? CONSTANT_PRODUCT : CONSTANT_PRICE,
    }),
    genesis: (storage) => buildGenesis(storage, { endowments, beacon: beacon.parameters }),
    clock,
    sealing,
    log,
    basePath,
    minTimestampStepMs: SLOT_DURATION_MS / 2,
    inherents: [timestampInherent, createPulseInherent(beacon, lastRound)],
  })
  const api = createRpcApi({
    chain: 'Bittensor',
    chainType: 'Local',
    name: 'Meritnet Node',
    version: packageJson.version,
    properties: { ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' },
  })
  const server = await startRpcServer({ node, api, port, clock, log, randomBytes }).catch((error: unknown) => {
    node.close()
    throw error
  })
  const headHeader = () => {
    const header = node.header(node.head().hash)
    if (header === undefined) throw new AppError('unknown-block', 'the head has no header')
    return decodeHeader(header)
  }
  return {
    url: server.url,
    head: () => node.head(),
    issuance: () => issuanceBreakdown(node.state(node.head().hash)),
    stateRoot: () => toHex(headHeader().stateRoot),
    run: (signal) => node.run(signal),
    async close() {
      await server.close()
      node.close()
    },
  }
}
