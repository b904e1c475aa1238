import { type Node, type NodeOptions, openNode } from '../../chain/node/node.ts'
import { createFakeRuntime, fakeGenesis } from './fake-runtime.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'

/** A real node on the fake runtime, sealed by hand, with a clock that stands still. */
export async function openFakeNode(
  options: Partial<NodeOptions> = {},
): Promise<{ readonly node: Node; readonly clock: ManualClock }> {
  const clock = createManualClock()
  const defaults = { runtime: createFakeRuntime(), genesis: fakeGenesis, sealing: { tag: 'manual' } as const }
  return { node: await openNode({ ...defaults, clock, ...options }), clock }
}

/** All values of a stream that ends. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}
