import { expect, test } from 'vitest'
import { nearestName } from '../../shared/near-name.ts'

const valid = ['honest', 'copier', 'sybil', 'network.kappa']

test.each([
  ['honst', 'honest'],
  ['Copier', 'copier'],
  ['network.kapa', 'network.kappa'],
  ['sibyl', 'sybil'],
  ['owner', undefined],
  ['', undefined],
])('%j was meant to be %j', (name, meant) => {
  expect(nearestName(name, valid)).toBe(meant)
})

test('nothing is near where nothing is valid', () => {
  expect(nearestName('honest', [])).toBeUndefined()
})
