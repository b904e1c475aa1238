import type { Logger } from '../../../shared/log.ts'
import type { NodeApi } from '../api.ts'
import { parseMessage, type RpcCall, type RpcId, type RpcItem } from './envelope.ts'
import { isExpected, RPC_CODES, RpcError, type RpcErrorBody, toErrorBody } from './errors.ts'
import type { RpcLimits } from './limits.ts'
import type { MethodTable } from './method-table.ts'
import { text } from './param-types.ts'
import { readParams } from './params.ts'
import type { Subscriptions } from './subscriptions.ts'

/** The answer to one message. */
export interface Reply {
  /** `undefined` when the message held only notifications. */
  readonly text: string | undefined
  /** To run once the text is on its way: subscriptions that now may notify. */
  readonly afterwards: readonly (() => void)[]
}

export interface DispatchDeps {
  readonly node: NodeApi
  readonly table: MethodTable
  /** `undefined` on transports that carry no notifications. */
  readonly subscriptions: Subscriptions | undefined
  readonly limits: RpcLimits
  readonly log: Logger
}

const unknownMethod = (data: string) => new RpcError(RPC_CODES.methodNotFound, 'Method not found', data)

/** Answers the messages of one connection. Never throws: what goes wrong is in the reply. */
export function createDispatcher({ node, table, subscriptions, limits, log }: DispatchDeps) {
  async function run({ method, params }: RpcCall, afterwards: (() => void)[]): Promise<unknown> {
    const target = table.get(method)
    if (target === undefined) throw unknownMethod('rpc_methods lists the names of all methods')
    if (target.tag === 'method') return target.handle(node, target.parse(params), (action) => afterwards.push(action))
    if (subscriptions === undefined) throw unknownMethod('subscriptions need a WebSocket')
    if (target.tag === 'unsubscribe') {
      const [id] = readParams(params, (p) => [p.need('subscription', text)])
      return subscriptions.cancel(target.subscription, id)
    }
    const { id, start } = await subscriptions.open(target, params)
    afterwards.push(start)
    return id
  }

  const encode = (id: RpcId, member: { readonly result: unknown } | { readonly error: RpcErrorBody }): string =>
    JSON.stringify({ jsonrpc: '2.0', id, ...member })

  async function answer(item: RpcItem, budget: number, afterwards: (() => void)[]): Promise<string | undefined> {
    if (item.tag === 'invalid') return encode(item.id, { error: item.error })
    const id = item.call.id ?? null
    let response: string
    try {
      const result = await run(item.call, afterwards)
      response = encode(id, { result: result === undefined ? null : result })
      if (response.length > budget)
        throw new RpcError(
          RPC_CODES.tooLargeResponse,
          'Response is too big',
          `${response.length} bytes; ${budget} are left of ${limits.maxResponseBytes}`,
        )
    } catch (error) {
      if (!isExpected(error)) log.error('rpc call failed', { method: item.call.method, error })
      response = encode(id, { error: toErrorBody(error) })
    }
    return item.call.id === undefined ? undefined : response
  }

  return async function dispatch(message: string): Promise<Reply> {
    const parsed = parseMessage(message, limits)
    const afterwards: (() => void)[] = []
    if (parsed.tag === 'single')
      return { text: await answer(parsed.item, limits.maxResponseBytes, afterwards), afterwards }
    const responses: string[] = []
    let budget = limits.maxResponseBytes
    for (const item of parsed.items) {
      const response = await answer(item, budget, afterwards)
      if (response === undefined) continue
      budget -= response.length
      responses.push(response)
    }
    return { text: responses.length === 0 ? undefined : `[${responses.join(',')}]`, afterwards }
  }
}

/** Answers one message. */
export type Dispatch = ReturnType<typeof createDispatcher>
