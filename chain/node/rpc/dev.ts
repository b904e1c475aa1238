import { scheduler } from 'node:timers/promises'
import { toHex } from '../../../shared/bytes.ts'
import { defineMethod, type RpcEntry } from './define-method.ts'
import { RPC_CODES, RpcError } from './errors.ts'
import { bytes, count } from './param-types.ts'
import type { Param } from './params.ts'

const MAX_BLOCKS = 100_000

interface NewBlocks {
  readonly count: number | undefined
  /** Number of the last block to make. */
  readonly to: number | undefined
  readonly transactions: readonly Uint8Array[]
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `undefined` for what is absent, `false` for what does not fit. */
const optional = <T>(value: unknown, param: Param<T>): T | undefined | false =>
  value === undefined || value === null ? undefined : (param.accept(value) ?? false)

const transactionList: Param<readonly Uint8Array[]> = {
  expected: 'a list of extrinsics',
  accept(value) {
    if (!Array.isArray(value)) return undefined
    const parsed = value.map((one) => bytes.accept(one))
    return parsed.every((one) => one !== undefined) ? parsed : undefined
  },
}

const newBlocks: Param<NewBlocks> = {
  expected: 'an object with any of "count", "to" (block numbers) and "transactions" (a list of extrinsics)',
  accept(value) {
    if (!isObject(value)) return undefined
    const { count: blocks, to, transactions, ...unknown } = value
    const found = {
      count: optional(blocks, count),
      to: optional(to, count),
      transactions: optional(transactions, transactionList) ?? [],
    }
    if (found.count === false || found.to === false || found.transactions === false) return undefined
    if (Object.keys(unknown).length > 0) return undefined
    return { count: found.count, to: found.to, transactions: found.transactions }
  },
}

const newBlock = defineMethod({
  name: 'dev_newBlock',
  docs: 'Makes final blocks at once: one, `count`, or up to number `to`; `transactions` go into the first. The last hash.',
  params: (p) => [p.may('options', newBlocks)],
  async handle(node, [options]) {
    const head = node.head()
    const blocks = options?.to === undefined ? (options?.count ?? 1) : options.to - head.number
    if (blocks < 1 || blocks > MAX_BLOCKS)
      throw new RpcError(
        RPC_CODES.invalidParams,
        `Invalid params: ${blocks} blocks from block ${head.number} on; valid are 1 to ${MAX_BLOCKS}`,
      )
    for (const extrinsic of options?.transactions ?? []) await node.submit(extrinsic)
    let last = head
    for (let made = 0; made < blocks; made += 1) {
      last = await node.createBlock({ createEmpty: true, finalize: true })
      // Others are served between two blocks.
      await scheduler.yield()
    }
    return toHex(last.hash)
  },
})

/** Conveniences of development chains. */
export const devMethods: readonly RpcEntry[] = [newBlock]
