import type { Parser } from '../parser.ts'

/** Miner ↔ validator contract of one POST path: the axon's handler and the dendrite's call are made from it. */
export interface Route<Request, Response> {
  readonly name: string
  readonly path: `/${string}`
  readonly request: Parser<Request>
  readonly response: Parser<Response>
  /** Largest request body the axon reads. */
  readonly maxRequestBytes: number
  /** Largest response body the dendrite reads. */
  readonly maxResponseBytes: number
}
