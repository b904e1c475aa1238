import { expect, test } from 'vitest'
import { commandLine } from '../../../chain/devnet/child-process.ts'
import { modelLabel, planNeurons } from '../../../chain/devnet/plan.ts'

const models = Array.from({ length: 6 }, (_, i) => ({ file: `/models/${i}.onnx`, name: `model-${i}` }))

test('six models make three validators and eight miners: six honest, one random, one offline', () => {
  const plan = planNeurons(models)
  expect(plan.filter(({ role }) => role === 'validator')).toHaveLength(3)
  const kinds = plan.flatMap((neuron) => (neuron.role === 'miner' ? [neuron.serves.tag] : []))
  expect(kinds).toEqual(['model', 'model', 'model', 'model', 'model', 'model', 'random', 'offline'])
  expect(new Set(plan.map(({ name }) => name)).size).toBe(11)
})

test('no validator has the majority of the stake', () => {
  const stakes = planNeurons(models).flatMap((neuron) => (neuron.role === 'validator' ? [neuron.stakeRao] : []))
  const sum = stakes.reduce((total, stake) => total + stake, 0n)
  for (const stake of stakes) expect(stake * 2n).toBeLessThan(sum)
})

test('labels name the model, the random answers, or nothing', () => {
  expect(planNeurons(models).map(modelLabel)).toEqual([
    ...[undefined, undefined, undefined],
    ...models.map(({ name }) => name),
    'random answers',
    undefined,
  ])
})

test('printed commands survive a shell', () => {
  expect(commandLine('miner', ['run', '--wallet-path', "/tmp/it's here"])).toBe(
    "npm run -s miner -- run --wallet-path '/tmp/it'\\''s here'",
  )
})
