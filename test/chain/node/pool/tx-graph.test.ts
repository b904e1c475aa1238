import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTxGraph, goesBefore, type PoolTx, type TxGraph, toPoolTx } from '../../../../chain/node/pool/tx-graph.ts'
import { toBareHex } from '../../../../shared/bytes.ts'

let hashes = 0
interface Given {
  readonly requires?: readonly number[]
  readonly provides: readonly number[]
  readonly priority?: number
  readonly arrival?: number
}
const toTag = (tag: number): Uint8Array => Uint8Array.of(tag)
const createTx = ({ requires = [], provides, priority = 1, arrival = hashes }: Given): PoolTx => {
  hashes += 1
  const verdict = { requires: requires.map(toTag), provides: provides.map(toTag), longevity: 10n, propagate: true }
  const hash = Uint8Array.of(hashes & 255, hashes >> 8)
  return toPoolTx({ hash, extrinsic: hash, arrival }, { ...verdict, priority: BigInt(priority) }, 0)
}

/** Readiness by its definition: the least set closed under "all that it waits for is provided by ready ones". */
function readyByDefinition(txs: readonly PoolTx[]): Set<PoolTx> {
  const ready = new Set<PoolTx>()
  for (let size = -1; size !== ready.size; ) {
    size = ready.size
    const provided = new Set([...ready].flatMap((tx) => tx.provides.map(toBareHex)))
    for (const tx of txs) if ([...tx.waitsFor].every((tag) => provided.has(tag))) ready.add(tx)
  }
  return ready
}

/** Block order by its definition: again and again the best of those whose tags have been provided. */
function orderByDefinition(ready: ReadonlySet<PoolTx>): PoolTx[] {
  const order: PoolTx[] = []
  const left = new Set(ready)
  while (left.size > 0) {
    const provided = new Set(order.flatMap((tx) => tx.provides.map(toBareHex)))
    const free = [...left].filter((tx) => [...tx.waitsFor].every((tag) => provided.has(tag)))
    const best = free.reduce((a, b) => (goesBefore(a, b) ? a : b))
    order.push(best)
    left.delete(best)
  }
  return order
}

type Edit =
  | { readonly tag: 'insert'; readonly requires: number[]; readonly provides: number[]; readonly priority: number }
  | { readonly tag: 'remove' | 'include' | 'update'; readonly pick: number; readonly requires: number[] }
const tags = fc.uniqueArray(fc.nat(7), { maxLength: 2 })
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      tag: fc.constant('insert' as const),
      requires: tags,
      provides: fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 2 }),
      priority: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      tag: fc.constantFrom('remove' as const, 'include' as const, 'update' as const),
      pick: fc.nat(20),
      requires: tags,
    }),
  },
)

function applyEdit(graph: TxGraph, edited: Edit): PoolTx | undefined {
  if (edited.tag === 'insert') {
    const tx = createTx(edited)
    return graph.insert(tx).tag === 'inserted' ? tx : undefined
  }
  const all = [...graph.all()]
  const tx = all[edited.pick % Math.max(1, all.length)]
  if (tx === undefined) return undefined
  if (edited.tag === 'update') {
    const waitsFor = new Set(edited.requires.map((tag) => toBareHex(toTag(tag))))
    graph.update(tx, { priority: tx.priority, validTill: 5, waitsFor })
  } else graph[edited.tag]([tx])
  return undefined
}

describe('transaction graph', () => {
  it('keeps readiness, order and one provider a tag through any edits, and tells every turn', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const told = new Map<PoolTx, boolean>()
        const graph = createTxGraph((tx) => {
          expect(told.get(tx)).toBe(!tx.isReady)
          told.set(tx, tx.isReady)
        })
        for (const each of edits) {
          const inserted = applyEdit(graph, each)
          if (inserted !== undefined) told.set(inserted, inserted.isReady)
          const all = [...graph.all()]
          const ready = readyByDefinition(all)
          expect(new Set(all.filter((tx) => tx.isReady))).toEqual(ready)
          expect([...graph.ready()]).toEqual(orderByDefinition(ready))
          for (const tx of all) expect(told.get(tx)).toBe(tx.isReady)
          const provided = all.flatMap((tx) => tx.provides.map(toBareHex))
          expect(new Set(provided).size).toBe(provided.length)
          expect([graph.size, graph.bytes]).toEqual([all.length, 2 * all.length])
        }
      }),
      { numRuns: 300 },
    )
  })

  const quiet = () => createTxGraph(() => {})

  it('replaces only for more than the priorities of all replaced together', () => {
    const graph = quiet()
    const [one, two] = [createTx({ provides: [1], priority: 3 }), createTx({ provides: [2], priority: 4 })]
    graph.insert(one)
    graph.insert(two)
    expect(graph.insert(createTx({ provides: [1, 2], priority: 7 }))).toEqual({ tag: 'low-priority', old: 7n })
    expect(graph.insert(createTx({ provides: [1, 2], priority: 8 }))).toEqual({ tag: 'inserted', replaced: [one, two] })
    expect(graph.size).toBe(1)
  })

  it('keeps dependents ready when the replacement provides their tag', () => {
    const turns: boolean[] = []
    const graph = createTxGraph((tx) => turns.push(tx.isReady))
    graph.insert(createTx({ provides: [1] }))
    const dependent = createTx({ requires: [1], provides: [2] })
    graph.insert(dependent)
    graph.insert(createTx({ provides: [1], priority: 9 }))
    expect([dependent.isReady, turns]).toEqual([true, []])
  })

  it('refuses a replacement that waits for what it replaces, near or far', () => {
    const graph = quiet()
    graph.insert(createTx({ provides: [1] }))
    graph.insert(createTx({ requires: [1], provides: [2] }))
    expect(graph.insert(createTx({ requires: [2], provides: [1], priority: 9 }))).toEqual({ tag: 'cycle' })
    expect(graph.insert(createTx({ requires: [1], provides: [1], priority: 9 }))).toEqual({ tag: 'cycle' })
    expect([...graph.ready()]).toHaveLength(2)
  })

  it('holds back what depends on one that the caller holds back', () => {
    const graph = quiet()
    const chain = [1, 2, 3].map((tag) => createTx({ requires: tag === 1 ? [] : [tag - 1], provides: [tag] }))
    const other = createTx({ provides: [9], priority: 0 })
    for (const tx of [...chain, other]) graph.insert(tx)
    expect([...graph.ready((tx) => tx === chain[1])]).toEqual([chain[0], chain[1], other])
  })

  it('goes on handing out when one is taken out meanwhile', () => {
    const graph = quiet()
    const [first, second] = [createTx({ provides: [1], priority: 5 }), createTx({ provides: [2] })]
    for (const tx of [first, second]) graph.insert(tx)
    const seen: PoolTx[] = []
    for (const tx of graph.ready(() => true)) {
      seen.push(tx)
      graph.remove([tx])
    }
    expect(seen).toEqual([first, second])
  })

  it('finds all that wait for one, directly or not', () => {
    const graph = quiet()
    const chain = [1, 2, 3].map((tag) => createTx({ requires: tag === 1 ? [] : [tag - 1], provides: [tag] }))
    for (const tx of [...chain, createTx({ provides: [9] })]) graph.insert(tx)
    expect(graph.family(chain[1]!)).toEqual([chain[1], chain[2]])
  })
})
