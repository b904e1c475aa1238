import { expect, it } from 'vitest'
import { TRANSCRIPT_PROTOCOL } from '../../shared/subtensor/client.ts'
import { chooseMiners } from '../../validator/choose-miners.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { hotkeyOf } from './support/database.ts'
import { AXON } from './support/round.ts'

it('asks who announces an axon or was asked before, and no validator that serves its transcripts', () => {
  const chain = createFakeSubtensor()
  const [self, miner, validator, silent, gone] = [1, 2, 3, 4, 5].map(hotkeyOf)
  const neurons = [
    chain.addNeuron({ hotkey: self!, axon: AXON }),
    chain.addNeuron({ hotkey: miner!, axon: AXON }),
    chain.addNeuron({ hotkey: validator!, axon: { ...AXON, protocol: TRANSCRIPT_PROTOCOL } }),
    chain.addNeuron({ hotkey: silent! }),
    chain.addNeuron({ hotkey: gone! }),
  ]
  const chosen = (scored: readonly string[]) =>
    chooseMiners({ neurons, self: self!, scored: new Set(scored) }).map(({ hotkey }) => hotkey)
  expect(chosen([])).toEqual([miner])
  expect(chosen([self!, gone!])).toEqual([miner, gone])
})
