import { expect, test } from 'vitest'
import { adversaryOf, planAdversaries, UNFAIR_VALIDATOR } from '../../../../chain/devnet/adversaries/plan.ts'
import { planNeurons } from '../../../../chain/devnet/plan.ts'

const ladder = (word: string) =>
  Array.from({ length: 6 }, (_, i) => ({ file: `/${word}/${i + 1}.onnx`, name: `${word}-${i + 1}` }))
const honest = ladder('honest')
const plans = planAdversaries(honest, {
  rivals: ladder('rival'),
  downgraded: '/int8.onnx',
  registered: '/registered',
})

test('adversaries are a relay, five hotkeys of one model, a cacher, a late answerer, a downgrade and a validator', () => {
  expect(plans.map((plan) => (plan.role === 'validator' ? 'validator' : adversaryOf(plan)))).toEqual([
    ...['validator', 'relay', 'sybil', 'sybil', 'sybil', 'sybil', 'sybil', 'cache', 'late', 'downgrade'],
  ])
  const names = [...planNeurons(honest), ...plans].map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('the relay takes the answers of the best honest miner and serves the weakest model of all', () => {
  const relay = plans.find(({ name }) => name === 'relay')
  expect(relay).toMatchObject({ serves: { file: '/rival/1.onnx' }, cheat: { victim: 'miner-6' } })
})

test('own work has a place of its own: no adversary but the downgrade serves a model of an honest miner', () => {
  const files = plans.flatMap((plan) =>
    plan.role === 'miner' && plan.serves.tag === 'model' ? [plan.serves.file] : [],
  )
  expect(files.filter((file) => honest.some((model) => model.file === file))).toEqual([])
  expect(new Set(files.slice(1, 6)).size).toBe(1)
  expect(new Set(files).size).toBe(5)
  expect(plans.find(({ name }) => name === 'downgrade')).toMatchObject({ cheat: { claims: '/honest/6.onnx' } })
})

test('the unfair validator has a minority of the stake and favours a weak miner that exists', () => {
  const all = [...planNeurons(honest), ...plans]
  const stakes = all.flatMap((plan) => (plan.role === 'validator' ? [plan] : []))
  const total = stakes.reduce((sum, { stakeRao }) => sum + stakeRao, 0n)
  const unfair = stakes.find(({ name }) => name === UNFAIR_VALIDATOR)
  expect(Number(unfair?.stakeRao) / Number(total)).toBeLessThan(0.2)
  expect(all.find(({ name }) => name === unfair?.favours)).toMatchObject({ serves: { file: '/honest/2.onnx' } })
})

test('one honest model is too few', () => {
  expect(() => planAdversaries(honest.slice(0, 1), { rivals: honest, downgraded: '', registered: '' })).toThrow(
    /two honest models or more; found 1/,
  )
})
