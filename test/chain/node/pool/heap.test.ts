import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createHeap } from '../../../../chain/node/pool/heap.ts'

it('pops what comes first of all that is in, however pushes and pops mix', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 20 }))), (steps) => {
      const heap = createHeap<number>((a, b) => a < b)
      const model: number[] = []
      for (const step of steps) {
        if (step === null) expect(heap.pop()).toBe(model.sort((a, b) => a - b).shift())
        else {
          heap.push(step)
          model.push(step)
        }
      }
      for (const item of model.sort((a, b) => a - b)) expect(heap.pop()).toBe(item)
      expect(heap.pop()).toBeUndefined()
    }),
  )
})
