import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { RuntimePanic } from '../../../../chain/interface.ts'
import { createOverlay, type Overlay, trieState } from '../../../../chain/node/storage/overlay.ts'
import { toBareHex, toHex, utf8 } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { type Trie, triePut } from '../../../../shared/trie/trie.ts'
import { rootHash } from '../../../../shared/trie/trie-node.ts'
import { naiveRoot } from '../../../support/naive-trie.ts'

beforeAll(cryptoReady)

type Model = Map<string, Uint8Array>
type Step =
  | { readonly tag: 'set'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly tag: 'delete' | 'next'; readonly key: Uint8Array }
  | { readonly tag: 'begin' | 'commit' | 'rollback' | 'root' }

const key = fc.array(fc.constantFrom(0, 1, 0x10, 0xff), { maxLength: 3 }).map((bytes) => Uint8Array.from(bytes))
const value = fc.uint8Array({ maxLength: 36 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ tag: fc.constant('set' as const), key, value }) },
  { weight: 3, arbitrary: fc.record({ tag: fc.constantFrom('delete' as const, 'next' as const), key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      tag: fc.constantFrom('begin' as const, 'commit' as const, 'rollback' as const, 'root' as const),
    }),
  },
)

/** Tells absent from every value. */
const textOf = (held: Uint8Array | undefined) => (held === undefined ? 'absent' : toBareHex(held))

/** The oracle: every `begin` copies everything. */
function runStep(overlay: Overlay, models: Model[], step: Step): void {
  const model = models.at(-1)!
  const path = 'key' in step ? toBareHex(step.key) : ''
  if (step.tag === 'set') {
    overlay.set(step.key, step.value)
    model.set(path, step.value)
  } else if (step.tag === 'delete') {
    overlay.delete(step.key)
    model.delete(path)
  } else if (step.tag === 'next') {
    const next = overlay.nextKey(step.key)
    const expected = [...model.keys()].sort().find((other) => other > path)
    expect(next === undefined ? undefined : toBareHex(next)).toBe(expected)
  } else if (step.tag === 'root') {
    expect(toHex(overlay.root(1))).toBe(toHex(naiveRoot(model, 1)))
  } else if (step.tag === 'begin') {
    overlay.begin()
    models.push(new Map(model))
  } else if (models.length > 1) {
    overlay[step.tag]()
    models.pop()
    if (step.tag === 'commit') models[models.length - 1] = model
  }
}

describe('overlay', () => {
  it('behaves like copies of a map under nested transactions', () => {
    const base = fc.array(fc.tuple(key, value), { maxLength: 10 })
    fc.assert(
      fc.property(base, fc.array(step, { maxLength: 60 }), (entries, steps) => {
        const before: Model = new Map(entries.map(([at, bytes]) => [toBareHex(at), bytes]))
        let trie: Trie
        for (const [path, bytes] of before) trie = triePut(trie, path, bytes, 1)
        const overlay = createOverlay(trieState(trie))
        const models = [new Map(before)]
        for (const each of steps) runStep(overlay, models, each)
        while (models.length > 1) runStep(overlay, models, { tag: 'rollback' })

        const after = models[0]!
        for (const path of new Set([...before.keys(), ...after.keys()]))
          expect(overlay.get(Buffer.from(path, 'hex'))).toEqual(after.get(path))
        const finished = overlay.finish(1)
        expect(toHex(finished.root)).toBe(toHex(naiveRoot(after, 1)))
        const changed = [...new Set([...before.keys(), ...after.keys()])]
          .filter((path) => textOf(before.get(path)) !== textOf(after.get(path)))
          .sort()
        expect(finished.changes.map(({ path }) => path)).toEqual(changed)
        expect(finished.changes.map((change) => change.value)).toEqual(changed.map((path) => after.get(path)))
        expect(toHex(rootHash(trie))).toBe(toHex(naiveRoot(before, 1)))
      }),
      { numRuns: 300 },
    )
  })

  const overEmpty = () => createOverlay(trieState(undefined))
  const [a, b] = [utf8('a'), utf8('b')]

  it('keeps its own copy of a value', () => {
    const overlay = overEmpty()
    const bytes = Uint8Array.of(1)
    overlay.set(a, bytes)
    bytes[0] = 2
    expect(overlay.get(a)).toEqual(Uint8Array.of(1))
  })

  it('answers a root by another state version for all changes', () => {
    const overlay = overEmpty()
    const long = new Uint8Array(40).fill(1)
    overlay.set(a, long)
    const model = new Map([[toBareHex(a), long]])
    for (const version of [0, 1, 0] as const)
      expect(toHex(overlay.root(version))).toBe(toHex(naiveRoot(model, version)))
  })

  it('gives a rolled-back key the form that it had in the base', () => {
    const long = new Uint8Array(40).fill(1)
    const base = triePut(undefined, toBareHex(a), long, 0)
    const overlay = createOverlay(trieState(base))
    overlay.begin()
    overlay.set(a, long)
    expect(toHex(overlay.root(1))).not.toBe(toHex(rootHash(base)))
    overlay.rollback()
    expect(toHex(overlay.root(1))).toBe(toHex(rootHash(base)))
    expect(overlay.finish(1).changes).toEqual([])
  })

  it('counts a value that only changes its form as a change', () => {
    const long = new Uint8Array(40).fill(1)
    const overlay = createOverlay(trieState(triePut(undefined, toBareHex(a), long, 0)))
    overlay.set(a, long)
    expect(overlay.finish(1).changes).toEqual([{ path: toBareHex(a), value: long, stateVersion: 1 }])
  })

  it('undoes what a throwing call wrote, with the transactions that it left open', () => {
    const overlay = overEmpty()
    overlay.set(a, Uint8Array.of(1))
    const fault = new Error('fault')
    expect(() =>
      overlay.transact(() => {
        overlay.set(a, Uint8Array.of(2))
        overlay.begin()
        overlay.begin()
        overlay.set(b, Uint8Array.of(3))
        throw fault
      }),
    ).toThrow(fault)
    expect([overlay.get(a), overlay.get(b)]).toEqual([Uint8Array.of(1), undefined])
    expect(() => overlay.finish(1)).not.toThrow()
  })

  it('undoes a call whose result is refused, within an outer transaction that stays', () => {
    const overlay = overEmpty()
    overlay.transact(() => {
      overlay.set(a, Uint8Array.of(1))
      overlay.transact(
        () => overlay.set(b, Uint8Array.of(2)),
        () => false,
      )
    })
    expect([overlay.get(a), overlay.get(b)]).toEqual([Uint8Array.of(1), undefined])
  })

  it.each(['commit', 'rollback'] as const)('lets a call %s no transaction that it did not begin', (close) => {
    const overlay = overEmpty()
    const call = () =>
      overlay.transact(() => {
        overlay.set(a, Uint8Array.of(1))
        overlay[close]()
      })
    expect(call).toThrow(RuntimePanic)
    expect(overlay.get(a)).toBeUndefined()
  })

  it('refuses a call that leaves a transaction open', () => {
    const overlay = overEmpty()
    expect(() => overlay.transact(() => overlay.begin())).toThrow(RuntimePanic)
    expect(() => overlay.commit()).toThrow(RuntimePanic)
  })

  it('does not finish while a transaction is open', () => {
    const overlay = overEmpty()
    overlay.begin()
    expect(() => overlay.finish(1)).toThrow(expect.objectContaining({ code: 'open-transaction' }))
  })
})
