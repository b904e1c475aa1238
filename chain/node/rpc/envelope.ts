import { RPC_CODES, type RpcErrorBody } from './errors.ts'
import type { RawParams } from './params.ts'
import { show } from './show.ts'

/** What a response repeats of its request. */
export type RpcId = string | number | null

/** One well-formed request. Without id it is a notification and gets no response. */
export interface RpcCall {
  readonly id: RpcId | undefined
  readonly method: string
  readonly params: RawParams
}

/** A call, or why an item is none, with its id as far as that can be told. */
export type RpcItem =
  | { readonly tag: 'call'; readonly call: RpcCall }
  | { readonly tag: 'invalid'; readonly id: RpcId; readonly error: RpcErrorBody }

/** A parsed message: one item, or a batch that is answered with a list. */
export type RpcMessage =
  | { readonly tag: 'single'; readonly item: RpcItem }
  | { readonly tag: 'batch'; readonly items: readonly RpcItem[] }

export interface EnvelopeLimits {
  /** Requests in one batch. */
  readonly maxBatchLength: number
  /** Lists and objects inside each other, the envelope included. */
  readonly maxDepth: number
}

type Container = readonly unknown[] | Readonly<Record<string, unknown>>
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isContainer(value) && !Array.isArray(value)

/** Walks without recursion, because the depth is the sender's choice. */
function isDeeperThan(value: unknown, maxDepth: number): boolean {
  let level: Container[] = isContainer(value) ? [value] : []
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true
    const below: Container[] = []
    for (const container of level) for (const item of Object.values(container)) if (isContainer(item)) below.push(item)
    level = below
  }
  return false
}

const invalid = (id: RpcId, code: number, message: string, data: string): RpcItem => ({
  tag: 'invalid',
  id,
  error: { code, message, data },
})
const invalidRequest = (id: RpcId, data: string): RpcItem =>
  invalid(id, RPC_CODES.invalidRequest, 'Invalid request', data)

/** Numbers past 2⁵³ would not come back as they were sent. */
const isId = (value: unknown): value is RpcId =>
  typeof value === 'string' ||
  value === null ||
  (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value)))

function parseItem(value: unknown): RpcItem {
  if (!isObject(value)) return invalidRequest(null, `found ${show(value)}; expected an object`)
  const hasId = Object.hasOwn(value, 'id')
  if (hasId && !isId(value.id))
    return invalidRequest(null, `id: found ${show(value.id)}; expected a string or a number below 2^53`)
  const id = isId(value.id) ? value.id : undefined
  if (value.jsonrpc !== '2.0')
    return invalidRequest(id ?? null, `jsonrpc: found ${show(value.jsonrpc)}; expected "2.0"`)
  if (typeof value.method !== 'string')
    return invalidRequest(id ?? null, `method: found ${show(value.method)}; expected a string`)
  const params = value.params ?? []
  if (!isContainer(params))
    return invalidRequest(id ?? null, `params: found ${show(params)}; expected a list or an object`)
  return { tag: 'call', call: { id, method: value.method, params } }
}

/** Parses a message; what is wrong with it is in the items. */
export function parseMessage(text: string, { maxBatchLength, maxDepth }: EnvelopeLimits): RpcMessage {
  const single = (item: RpcItem): RpcMessage => ({ tag: 'single', item })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return single(invalid(null, RPC_CODES.parseError, 'Parse error', 'the message is not JSON'))
  }
  if (isDeeperThan(value, maxDepth))
    return single(invalidRequest(null, `nested deeper than ${maxDepth} levels, which is the limit`))
  if (!Array.isArray(value)) return single(parseItem(value))
  if (value.length === 0) return single(invalidRequest(null, 'an empty batch; expected at least one request'))
  if (value.length > maxBatchLength)
    return single(
      invalid(
        null,
        RPC_CODES.tooLargeBatch,
        'The batch request was too large',
        `${value.length} requests; at most ${maxBatchLength} are valid`,
      ),
    )
  return { tag: 'batch', items: value.map(parseItem) }
}
