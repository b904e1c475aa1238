import { expect, it } from 'vitest'
import { createCachedBodies } from '../../../validator/publish/cached-bodies.ts'

/** Bodies that take so long to make. */
function slow(costMs: number) {
  let nowMs = 5_000
  let made = 0
  const bodies = createCachedBodies({ clock: { monotonic: () => nowMs } })
  const get = (key: string): boolean => {
    try {
      bodies.get(key, 600_000, () => {
        nowMs += costMs
        made++
        return { bytes: new Uint8Array(100), signature: '0x' }
      })
      return true
    } catch (error) {
      expect(error).toMatchObject({ code: 'rate-limited' })
      return false
    }
  }
  return { get, wait: (ms: number) => (nowMs += ms), now: () => nowMs, made: () => made }
}

it('making bodies takes a share of the time at most, whoever asks for how many', () => {
  const { get, wait, now, made } = slow(100)
  const startMs = now()
  let refused = 0
  for (let i = 0; i < 2_000; i++)
    if (!get(`weights ${i}`)) {
      refused++
      wait(5)
    }
  expect(refused).toBeGreaterThan(1_000)
  expect(100 * made()).toBeGreaterThan(2_000)
  expect(100 * made()).toBeLessThanOrEqual(2_000 + 0.2 * (now() - startMs) + 100)
})

it('an audit of many rounds is not held up by it, and what is kept is had in any case', () => {
  const { get, made } = slow(15)
  for (let round = 0; round < 100; round++) expect(get(`round ${round}`)).toBe(true)
  expect(made()).toBe(100)
  const attacked = slow(500)
  expect([attacked.get('a'), attacked.get('b'), attacked.get('c'), attacked.get('d')]).toEqual(Array(4).fill(true))
  while (attacked.get(`more ${attacked.made()}`));
  expect(attacked.get('d')).toBe(true)
  attacked.wait(5_000)
  expect(attacked.get('e')).toBe(true)
})
