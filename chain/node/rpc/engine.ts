import { equalBytes, toHex } from '../../../shared/bytes.ts'
import { headerOf } from './blocks.ts'
import { defineMethod, type RpcEntry } from './define-method.ts'
import { RPC_CODES, RpcError } from './errors.ts'
import { bytes, flag, hash } from './param-types.ts'

const createBlock = defineMethod({
  name: 'engine_createBlock',
  docs: `Seals a block on the best one. With \`createEmpty\` false it refuses (12000) when no extrinsic is ready;
         with \`finalize\` false the block waits for engine_finalizeBlock.`,
  params: (p) => [p.need('createEmpty', flag), p.need('finalize', flag), p.may('parentHash', hash)],
  async handle(node, [createEmpty, finalize, parent]) {
    const head = node.head()
    if (parent !== undefined && !equalBytes(parent, head.hash))
      throw new RpcError(
        RPC_CODES.blockNotFound,
        `${toHex(parent)} is not the best block; valid is ${toHex(head.hash)} (block ${head.number})`,
      )
    const block = await node.createBlock({ createEmpty, finalize })
    return {
      hash: toHex(block.hash),
      aux: {
        header_only: false,
        clear_justification_requests: false,
        needs_justification: false,
        bad_justification: false,
        is_new_best: true,
      },
      proof_size: 0,
    }
  },
})

const finalizeBlock = defineMethod({
  name: 'engine_finalizeBlock',
  docs: 'Makes a block and its ancestors final.',
  params: (p) => [p.need('hash', hash), p.may('justification', bytes)],
  handle(node, [block]) {
    if (headerOf(node, block) === undefined)
      throw new RpcError(RPC_CODES.blockNotFound, `block ${toHex(block)} is not known`)
    node.finalize(block)
    return true
  },
})

/** Manual sealing. */
export const engineMethods: readonly RpcEntry[] = [createBlock, finalizeBlock]
