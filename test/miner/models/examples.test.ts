import { describe, expect, it } from 'vitest'
import { dataExamples, toExamples } from '../../../miner/models/examples.ts'

const tasks = [Float32Array.of(1, 2), Float32Array.of(3, 4)].map((inputs, label) => ({ inputs, label }))

describe('examples', () => {
  it('hold the inputs and labels of tasks', () => {
    const examples = toExamples(tasks, 3, ({ label }) => label)
    expect(examples).toEqual({
      tasks,
      features: Float32Array.of(1, 2, 3, 4),
      width: 2,
      outputs: 3,
      labels: Uint32Array.of(0, 1),
    })
  })

  it('hold whole rows where a task teaches more than a label, which is then the largest', () => {
    const examples = toExamples(tasks, 2, ({ label }) => Float32Array.of(0.25 + 0.5 * label, 0.75 - 0.5 * label))
    expect(examples.targets).toEqual(Float32Array.of(0.25, 0.75, 0.75, 0.25))
    expect(examples.labels).toEqual(Uint32Array.of(1, 0))
  })

  it('take labels among rows as certainty', () => {
    const examples = toExamples(tasks, 2, ({ label }) => (label === 0 ? 1 : Float32Array.of(0.9, 0.1)))
    expect(examples.targets).toEqual(Float32Array.of(0, 1, 0.9, 0.1))
    expect(examples.labels).toEqual(Uint32Array.of(1, 0))
  })

  it("share the memory of a person's rows", () => {
    const features = Float32Array.of(1, 2, 3, 4)
    const examples = dataExamples({ features, width: 2, labels: Uint32Array.of(1, 0), classNames: ['a', 'b'] })
    expect(examples.features).toBe(features)
    expect(examples.outputs).toBe(2)
    expect(examples.tasks.map(({ label }) => label)).toEqual([1, 0])
  })
})
