import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { type NeuronFacts, renderEpochLine, renderProgress, renderTable } from '../../../chain/devnet/table.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { rao } from '../../../shared/units.ts'
import { fakeNeuron, fakeObservation } from './fake-observation.ts'

beforeAll(cryptoReady)

const paid = () =>
  fakeNeuron(1, { incentive: 32_768, weight: 0.25, emission: rao(1_500_000_000n), totalEmissionRao: 2_345_678_901n })
const facts: NeuronFacts = { role: 'miner', model: 'h64', score: 0.75, trouble: undefined }

describe('table', () => {
  test('a row shows uid, role, hotkey, model, score, weight, incentive and emission', () => {
    const text = stripVTControlCharacters(renderTable(fakeObservation([paid()]), () => facts))
    for (const cell of ['1', 'miner', 'h64', '0.750', '0.2500', '0.5000', '2.345 α']) expect(text).toContain(cell)
  })

  test('trouble stands beside the model', () => {
    const text = stripVTControlCharacters(
      renderTable(fakeObservation([paid()]), () => ({ ...facts, trouble: 'killed' })),
    )
    expect(text).toContain('h64 killed')
  })

  test.each([40, 60, 80, 200])('fits a terminal of %i columns, and tells what a miner earns', (width) => {
    const text = stripVTControlCharacters(
      renderTable(fakeObservation([fakeNeuron(0), paid()]), () => ({ ...facts, model: 'random answers' }), width),
    )
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
    for (const cell of ['uid', 'random answers', '0.5000']) expect(text).toContain(cell)
    expect(text.includes('hotkey'), 'the column that is left out first').toBe(width === 200)
  })

  test.each([40, 60, 80, 200])('what stands below the table fits %i columns, with a bar', (width) => {
    const lines = stripVTControlCharacters(renderProgress(fakeObservation([]), 9, width)).split('\n')
    expect(lines).toHaveLength(width < 80 ? 2 : 1)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
    expect(lines.at(-1)).toMatch(/█+░+ 15 blocks$/)
  })

  test('a neuron that somebody added is a validator when it earns dividends', () => {
    const rows = (dividends: number) =>
      stripVTControlCharacters(
        renderTable(fakeObservation([fakeNeuron(1, { dividends, validatorPermit: true })]), () => undefined),
      )
    expect(rows(9)).toContain('validator')
    expect(rows(0)).toContain('miner')
  })

  test('the bar fills with the blocks of the epoch', () => {
    const text = stripVTControlCharacters(renderProgress(fakeObservation([]), 9))
    expect(text).toContain('paid epochs 3 of 9')
    expect(text.match(/█/g)).toHaveLength(8)
    expect(text).toContain('15 blocks')
  })

  test('an epoch is one line with the incentive of every miner', () => {
    const validator = fakeNeuron(0, { dividends: 9 })
    const line = renderEpochLine(fakeObservation([validator, paid(), fakeNeuron(2)]), (hotkey) =>
      hotkey === paid().hotkey ? facts : undefined,
    )
    expect(line).toContain('emission 1.5 α')
    // Also of one that somebody added; of no validator.
    expect(line).toMatch(/incentive by uid 1:0\.500 2:0\.\d{3}$/)
    expect(line).not.toContain('\n')
  })
})
