/**
 * A node to be killed: seals blocks on the chain in the directory given, as fast as it can, with an extrinsic in each,
 * and prints one line of JSON per stored block.
 */
import { setImmediate } from 'node:timers/promises'
import { decodeHeader } from '../../chain/node/block/header.ts'
import { openNode } from '../../chain/node/node.ts'
import { toHex } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createFakeRuntime, fakeExtrinsic, fakeGenesis } from './fake-runtime.ts'

await cryptoReady()
const basePath = process.argv[2]
const node = await openNode({
  runtime: createFakeRuntime(),
  genesis: fakeGenesis,
  clock: systemClock,
  sealing: { tag: 'manual' },
  basePath,
})
while (true) {
  await node.submit(fakeExtrinsic({ nonce: node.head().number, action: { tag: 'Store', value: [2000] } }))
  const { number, hash } = await node.createBlock({ createEmpty: false, finalize: true })
  const { stateRoot } = decodeHeader(node.header(hash) ?? new Uint8Array(0))
  process.stdout.write(`${JSON.stringify({ number, hash: toHex(hash), stateRoot: toHex(stateRoot) })}\n`)
  await setImmediate()
}
