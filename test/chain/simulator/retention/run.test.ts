import { describe, expect, it } from 'vitest'
import { CONFIGS } from '../../../../chain/simulator/retention/configs.ts'
import { epochsOf, runRetention } from '../../../../chain/simulator/retention/run.ts'

const options = { config: CONFIGS.base, honestStakes: [0.6, 0.9], points: 3, seed: 0n, workers: 1 }
const never = new AbortController().signal
const run = (changes: Partial<typeof options> = {}) => runRetention({ ...options, ...changes }, () => {}, never)

describe('runRetention', () => {
  it('gives the same planes on every machine, however many threads there are', async () => {
    const [one, three] = [await run(), await run({ workers: 3 })]
    expect(three).toEqual(one)
    const rounded = one.map(({ shares }) => Array.from(shares, (share) => share.toFixed(4)))
    expect(rounded).toEqual([
      ['0.5000', '0.3370', '0.3001', '0.7041', '0.5505', '0.4563', '0.7999', '0.8369', '1.0000'],
      ['0.5000', '0.4685', '0.4504', '0.7391', '0.6985', '0.6951', '0.9501', '0.9682', '1.0000'],
    ])
  })

  it('depends on the seed', async () => {
    const [first] = await run({ honestStakes: [0.6] })
    const [other] = await run({ honestStakes: [0.6], seed: 1n })
    expect(other!.shares).not.toEqual(first!.shares)
  })

  it('tells of every epoch', async () => {
    let done = 0
    await runRetention(
      options,
      (count) => {
        done += count
      },
      never,
    )
    expect(done).toBe(epochsOf(options))
    expect(done).toBe(18)
  })

  it('stops when told to, and does not begin when told before', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const stopped = runRetention({ ...options, points: 201 }, () => controller.abort(reason), controller.signal)
    await expect(stopped).rejects.toBe(reason)
    await expect(runRetention(options, () => {}, controller.signal)).rejects.toBe(reason)
  })

  it('passes on what goes wrong on a thread', async () => {
    const config = { ...CONFIGS.base, kappa: 7 }
    await expect(run({ config })).rejects.toThrow(/kappa/)
  })
})
