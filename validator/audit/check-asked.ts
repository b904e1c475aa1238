import { registeredModelOf } from '../../shared/subtensor/registered-model.ts'
import { chooseMiners } from '../choose-miners.ts'
import type { PublishedRound } from '../publish/shapes.ts'
import type { RoundView } from './check-beacon.ts'
import type { Findings } from './deviation.ts'

/**
 * Holds the miners of a round against the chain: everybody was asked who should be, nobody who was not there, and each
 * had registered the model that is told.
 * @param scored hotkeys that were asked before; those count as miners without an axon too.
 */
export function checkAsked(
  { validator, round, block, miners }: PublishedRound,
  { metagraph, onChain }: RoundView,
  scored: { has(hotkey: string): boolean },
  findings: Findings,
): void {
  const at = { round, block: block.number }
  const { neurons } = metagraph
  const asked = new Set(miners.map(({ hotkey }) => hotkey))
  for (const { hotkey, uid } of chooseMiners({ neurons, self: validator, scored }))
    if (!asked.has(hotkey))
      findings.add({
        ...at,
        what: 'not-asked',
        hotkey,
        uid,
        size: -1,
        expected: 'a miner that is asked',
        found: 'left out',
      })
  const byHotkey = new Map(neurons.map((neuron) => [neuron.hotkey, neuron]))
  for (const { hotkey, uid, registeredModel, registeredBlock } of miners) {
    const neuron = byHotkey.get(hotkey)
    if (neuron?.uid !== uid || hotkey === validator) {
      const found = neuron === undefined ? 'not in the subnet' : hotkey === validator ? 'itself' : `uid ${uid}`
      const expected = neuron === undefined ? 'a neuron of the subnet' : `uid ${neuron.uid}, another neuron`
      findings.add({ ...at, what: 'asked-stranger', hotkey, uid, size: 1, expected, found })
    }
    const model = registeredModelOf(onChain.get(hotkey))
    const real = model !== undefined && model.block < block.number ? model : undefined
    if ((real?.digest ?? null) !== registeredModel || (real?.block ?? null) !== registeredBlock)
      findings.add({
        ...at,
        what: 'registered-model',
        hotkey,
        uid,
        size: 1,
        expected: real === undefined ? 'none' : `${real.digest} of block ${real.block}`,
        found: registeredModel === null ? 'none' : `${registeredModel} of block ${registeredBlock}`,
      })
  }
}
