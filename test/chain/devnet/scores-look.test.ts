import { describe, expect, test } from 'vitest'
import { createScoresLook } from '../../../chain/devnet/scores-look.ts'

const never = new AbortController().signal
const views = (score: number) => [[{ hotkey: 'a', score, rounds: 3, findings: [] }], undefined]

/** A look at validators that give each miner this score. */
function lookAt(score: number) {
  const lines: string[] = []
  let asked = 0
  const look = createScoresLook(['db'], { print: (line) => lines.push(line) }, async () => {
    asked++
    return views(score)
  })
  return { look, lines, asked: () => asked }
}

describe('look at the scores', () => {
  test('is taken at every epoch that pays, and not between', async () => {
    const { look, lines, asked } = lookAt(0.5)
    expect(await look.follow({ block: 10, tempo: 20 }, false, never)).toBeUndefined()
    expect(await look.follow({ block: 20, tempo: 20 }, true, never)).toEqual(views(0.5))
    await look.follow({ block: 21, tempo: 20 }, false, never)
    expect(asked()).toBe(1)
    expect(look.scores()).toEqual(new Map([['a', 0.5]]))
    expect(lines).toEqual([])
  })

  test('after epochs without pay, says once that no miner has answered better than chance in time', async () => {
    const { look, lines, asked } = lookAt(0)
    for (let block = 10; block <= 140; block++) await look.follow({ block, tempo: 20 }, false, never)
    expect(asked()).toBe(2)
    expect(lines).toEqual([expect.stringMatching(/better than chance in time/)])
    expect(look.scores()).toEqual(new Map([['a', 0]]))
  })

  test('says nothing where pay is late alone', async () => {
    const { look, lines } = lookAt(0.5)
    for (let block = 10; block <= 140; block++) await look.follow({ block, tempo: 20 }, false, never)
    expect(lines).toEqual([])
  })

  test('that is cut off by the end of the run keeps the scores from before', async () => {
    const stopped = new AbortController()
    let isCut = false
    const look = createScoresLook(['db'], { print() {} }, async () => {
      if (!isCut) return views(0.5)
      stopped.abort()
      throw stopped.signal.reason
    })
    await look.follow({ block: 20, tempo: 20 }, true, stopped.signal)
    isCut = true
    expect(await look.follow({ block: 40, tempo: 20 }, true, stopped.signal)).toBeUndefined()
    expect(look.scores()).toEqual(new Map([['a', 0.5]]))
  })
})
