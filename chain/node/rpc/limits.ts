/** What the server allows. Sizes in bytes. */
export interface RpcLimits {
  /** Open WebSockets. */
  readonly maxConnections: number
  readonly maxSubscriptionsPerConnection: number
  readonly maxRequestBytes: number
  /** Of one message to the client; a batch counts as one. */
  readonly maxResponseBytes: number
  /** Requests in one batch. */
  readonly maxBatchLength: number
  /** Lists and objects inside each other. */
  readonly maxDepth: number
  /** While more than this waits to be sent, the client's next requests wait too. */
  readonly pauseAtBufferedBytes: number
  /** A client that lets more than this pile up is cut off. */
  readonly maxBufferedBytes: number
  /** A client that does not answer a ping for this long is cut off. */
  readonly heartbeatMs: number
}

const MIB = 1024 * 1024

/** Requests as large as Substrate allows by default; responses as large as state dumps get. */
export const DEFAULT_LIMITS: RpcLimits = {
  maxConnections: 512,
  maxSubscriptionsPerConnection: 1024,
  maxRequestBytes: 16 * MIB,
  maxResponseBytes: 256 * MIB,
  maxBatchLength: 1000,
  maxDepth: 64,
  pauseAtBufferedBytes: 8 * MIB,
  maxBufferedBytes: 64 * MIB,
  heartbeatMs: 30_000,
}
