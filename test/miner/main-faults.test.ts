import { truncate, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { commitRoute, revealRoute } from '../../shared/wire/routes.ts'
import { newModel, tasks, useMiners } from './use-miners.ts'

const m = useMiners()

const hashOf = async (response: Response) => commitRoute.response(await response.json()).hash

describe('a miner', () => {
  it('answers on with the model that it loaded when its file is swapped or cut', async () => {
    const miner = m.start()
    const port = await miner.port
    const before = await m.play(port)
    await writeFile(m.config.model, newModel())
    const swapped = await m.play(port)
    await truncate(m.config.model, 10)
    const cut = await m.play(port)
    expect([swapped, cut]).toEqual([before, before])
    expect(before.model).toBe(m.digest)
    await miner.stop()
    await expect(m.start().ended).rejects.toMatchObject({ code: 'not-onnx' })
  })

  it('that ends between the steps of a round loses that round alone', async () => {
    const first = m.start()
    const port = await first.port
    const hash = await hashOf(await m.ask(port, { round: 'cut short' }))
    await first.stop()

    const second = m.start({ port })
    await second.port
    const refused = await m.reveal(port, 'cut short')
    expect([refused.status, await refused.json()]).toMatchObject([404, { code: 'unknown-round' }])
    expect(glyphs.parseAnswers((await m.play(port)).answers, tasks)).toHaveLength(4)

    // Asked again, it commits to answers that it can reveal.
    expect(await hashOf(await m.ask(port, { round: 'cut short' }))).not.toBe(hash)
    const revealed = await m.reveal(port, 'cut short')
    expect(revealRoute.response(await revealed.json()).payload).toContain(m.digest)
    await second.stop()
  })

  it('gives the answers that it is at work on when it is told to stop', async () => {
    const miner = m.start({ strategy: { tag: 'late', delayMs: 200 }, maxInFlight: 1 })
    const port = await miner.port
    const asked = [m.ask(port), m.ask(port)].map((answer) => answer.then(({ status }) => status))
    // One is refused as busy, so the miner is at work on the other.
    expect(await Promise.race(asked)).toBe(503)
    await miner.stop()
    expect((await Promise.all(asked)).toSorted()).toEqual([200, 503])
  })
})
