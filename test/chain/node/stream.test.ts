import { describe, expect, it } from 'vitest'
import { createBroadcast, createStream } from '../../../chain/node/stream.ts'

const never = new AbortController().signal
const nothing = () => {}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

describe('stream', () => {
  it('gives what was pushed before and while it is read, then ends', async () => {
    const stream = createStream<number>(never, nothing)
    stream.push(1)
    const reading = collect(stream.values)
    stream.push(2)
    await Promise.resolve()
    stream.push(3)
    stream.end()
    stream.push(4)
    expect(await reading).toEqual([1, 2, 3])
  })

  it('ends when its signal aborts and tells once', async () => {
    const stop = new AbortController()
    let closed = 0
    const stream = createStream<number>(stop.signal, () => {
      closed += 1
    })
    const reading = collect(stream.values)
    stop.abort()
    stream.end()
    expect(await reading).toEqual([])
    expect(closed).toBe(1)
  })

  it('is over from the start when the signal has aborted', async () => {
    const stream = createStream<number>(AbortSignal.abort(), nothing)
    stream.push(1)
    expect(await collect(stream.values)).toEqual([])
  })

  it('closes when the reader stops', async () => {
    let closed = 0
    const stream = createStream<number>(never, () => {
      closed += 1
    })
    stream.push(1)
    for await (const _ of stream.values) break
    expect(closed).toBe(1)
  })

  it('fails a reader that falls too far behind, after what it holds', async () => {
    const stream = createStream<number>(never, nothing)
    for (let value = 0; value < 8193; value += 1) stream.push(value)
    let read = 0
    const reading = (async () => {
      for await (const _ of stream.values) read += 1
    })()
    await expect(reading).rejects.toThrow(expect.objectContaining({ code: 'slow-consumer' }))
    expect(read).toBe(8192)
  })
})

describe('broadcast', () => {
  it('gives every reader what is published after it came', async () => {
    const broadcast = createBroadcast<number>()
    const first = collect(broadcast.subscribe(never))
    broadcast.publish(1)
    const second = collect(broadcast.subscribe(never))
    broadcast.publish(2)
    broadcast.close()
    const late = collect(broadcast.subscribe(never))
    expect(await Promise.all([first, second, late])).toEqual([[1, 2], [2], []])
  })

  it('goes on for others when one stops', async () => {
    const broadcast = createBroadcast<number>()
    const stop = new AbortController()
    const stopped = collect(broadcast.subscribe(stop.signal))
    const other = collect(broadcast.subscribe(never))
    stop.abort()
    broadcast.publish(1)
    broadcast.close()
    expect(await Promise.all([stopped, other])).toEqual([[], [1]])
  })

  it('takes no reader whose signal has aborted', async () => {
    const broadcast = createBroadcast<number>()
    const reading = collect(broadcast.subscribe(AbortSignal.abort()))
    broadcast.publish(1)
    expect(await reading).toEqual([])
  })
})
