import { expect } from 'vitest'
import type { RuntimeCall } from '../../chain/frame/call.ts'
import { storage as sudo } from '../../chain/runtime/pallets/sudo/storage.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { createFrameChain } from './frame-chain.ts'
import { createTinyRuntime } from './tiny-runtime.ts'

export const alice = keypairFromUri('//Alice')
export const bob = keypairFromUri('//Bob')
export const ENDOWMENT = 1_000_000_000_000n

/** A tiny chain at block 1 where Alice has 1000 TAO and is the sudo key; Bob has nothing. */
export function createFixture() {
  const chain = createFrameChain(createTinyRuntime())
  chain.endow(alice.publicKey, ENDOWMENT)
  sudo.Key.put(chain.state, [], alice.publicKey)
  chain.block()
  return chain
}

export const count = (by: bigint, group = 1): RuntimeCall => ({ pallet: 'Counter', call: 'count', args: { group, by } })
export const free: RuntimeCall = { pallet: 'Counter', call: 'free', args: { notes: [] } }
export const asRoot = (call: RuntimeCall): RuntimeCall => ({ pallet: 'Sudo', call: 'sudo', args: { call } })

/** The wire form of an extrinsic that may not enter a block. */
export const invalidWith = (tag: string) => ({
  ok: false,
  error: { tag: 'Invalid', value: [expect.objectContaining({ tag })] },
})
