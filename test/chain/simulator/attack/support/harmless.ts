/** No attack: `play` is missing. */
export const attack = {
  id: 'harmless',
  name: 'does nothing',
  does: 'Nothing.',
  side: 'miner',
  level: 'full',
  resources: '',
  defences: [],
}
