import { expect, test } from 'vitest'
import type { ChainConnection } from '../../../shared/subtensor/connection.ts'
import { createPastChain } from '../../../shared/subtensor/weights-at.ts'
import { netUid, uid } from '../../../shared/units.ts'

const at = { number: 7, hash: `0x${'07'.repeat(32)}` }

/** A chain that answers every question about a past block with the same. */
function pastWith(answer: () => unknown) {
  const asked: unknown[] = []
  const chain: Pick<ChainConnection, 'query' | 'runtimeApi' | 'blockHash'> = {
    query: async (...question) => {
      asked.push(question)
      return answer()
    },
    runtimeApi: async () => answer(),
    blockHash: async (number) => (number > 9 ? undefined : at.hash),
  }
  return { past: createPastChain(chain), asked }
}

test('a row of weights is read at its block', async () => {
  const { past, asked } = pastWith(() => [
    [1, 65_535],
    [4, 9],
  ])
  expect(await past.weightsAt(netUid(2), uid(3), at)).toEqual({ uids: [1, 4], values: [65_535, 9] })
  expect(asked).toEqual([['SubtensorModule', 'Weights', [2, 3], at]])
})

test('who never set weights has an empty row', async () => {
  expect(await pastWith(() => null).past.weightsAt(netUid(2), uid(3), at)).toEqual({ uids: [], values: [] })
})

test.each([[[[1]]], ['0x00'], [[[70_000, 1]]]])('a row in another form is refused: %j', async (row) => {
  await expect(pastWith(() => row).past.weightsAt(netUid(2), uid(3), at)).rejects.toMatchObject({
    code: expect.stringMatching(/^(not-on-this-chain|out-of-range)$/),
  })
})

test('blocks above the head do not exist', async () => {
  const { past } = pastWith(() => null)
  expect(await past.blockAt(7)).toEqual(at)
  expect(await past.blockAt(10)).toBeUndefined()
})

test('a node that has forgotten the state is told from one that fails', async () => {
  const failing = (message: string) =>
    pastWith(() => {
      throw new Error(message)
    }).past.weightsAt(netUid(2), uid(3), at)
  await expect(
    failing('4003: Client error: Api called for an unknown Block: State already discarded'),
  ).rejects.toMatchObject({ code: 'no-state' })
  await expect(failing('out of memory')).rejects.toThrow('out of memory')
})

test('a subnet that did not exist yet is unknown', async () => {
  await expect(pastWith(() => null).past.metagraphAt(netUid(2), at)).rejects.toMatchObject({ code: 'unknown-netuid' })
})
