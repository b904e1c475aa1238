import { afterEach, expect } from 'vitest'
import type { TxStatus } from '../../chain/node/api.ts'
import type { Node, NodeOptions } from '../../chain/node/node.ts'
import { openFakeNode } from './fake-node.ts'

/** Opens nodes over the fake runtime that close when the test ends. */
export function useFakeNodes() {
  const open: Node[] = []
  afterEach(() => {
    for (const node of open.splice(0)) node.close()
  })
  return async (options: Partial<NodeOptions> = {}) => {
    const opened = await openFakeNode(options)
    open.push(opened.node)
    return opened
  }
}

/** Seals a block now, empty or not. */
export const seal = (node: Node, finalize = true) => node.createBlock({ createEmpty: true, finalize })

/** A refusal by the pool with this JSON-RPC code, and these words when given. */
export const refusedWith = (code: number, data?: string) =>
  expect.objectContaining({
    code: 'invalid-transaction',
    context: expect.objectContaining(data === undefined ? { code } : { code, data }),
  })

export const tagsOf = (statuses: readonly TxStatus[]) => statuses.map(({ tag }) => tag)
