import { describe, expect, it } from 'vitest'
import { createWatchers } from '../../../../chain/node/pool/watchers.ts'
import { collect } from '../../../support/fake-node.ts'

const never = new AbortController().signal
const block = (number: number) => ({ number, hash: Uint8Array.of(number) })

describe('watchers', () => {
  it('tell everybody who watches one extrinsic and nobody else', async () => {
    const watchers = createWatchers()
    const [first, second, other] = ['a', 'a', 'b'].map((id) => collect(watchers.watch(id, never)))
    watchers.emit('a', { tag: 'ready' })
    watchers.emit('a', { tag: 'invalid' })
    watchers.emit('a', { tag: 'ready' })
    watchers.close()
    const ended = [{ tag: 'ready' }, { tag: 'invalid' }]
    expect(await Promise.all([first, second, other])).toEqual([ended, ended, [{ tag: 'dropped' }]])
  })

  it('tell finality once, of the block that it was in', async () => {
    const watchers = createWatchers()
    const [early, late] = ['a', 'b'].map((id) => collect(watchers.watch(id, never)))
    watchers.include('a', block(1), 2)
    watchers.include('b', block(2), 1)
    watchers.finalize(1)
    watchers.finalize(1)
    expect(await early).toEqual([
      { tag: 'inBlock', block: block(1), index: 2 },
      { tag: 'finalized', block: block(1), index: 2 },
    ])
    watchers.finalize(5)
    expect((await late)?.at(-1)).toEqual({ tag: 'finalized', block: block(2), index: 1 })
  })

  it('forget those who stop watching', async () => {
    const watchers = createWatchers()
    const stop = new AbortController()
    const stopped = collect(watchers.watch('a', stop.signal))
    const staying = collect(watchers.watch('a', never))
    watchers.include('a', block(1), 0)
    stop.abort()
    watchers.finalize(1)
    expect((await stopped).map(({ tag }) => tag)).not.toContain('finalized')
    expect((await staying).map(({ tag }) => tag)).toEqual(['inBlock', 'finalized'])
  })

  it('give nothing to a signal that has aborted', async () => {
    const watchers = createWatchers()
    const staying = collect(watchers.watch('a', never))
    const aborted = collect(watchers.watch('a', AbortSignal.abort()))
    watchers.emit('a', { tag: 'dropped' })
    expect(await Promise.all([staying, aborted])).toEqual([[{ tag: 'dropped' }], []])
  })
})
