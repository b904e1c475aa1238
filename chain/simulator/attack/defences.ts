/** A defence that can be switched off. */
export interface Defence {
  readonly name: string
  /** The setting of the project that it is, and what stands in its place when it is off. */
  readonly setting: string
  /** Not a part of this project or of its default settings: the report shows what it would change. */
  readonly isExtra?: true
}

/** All defences by id, in the order of reports. */
export const DEFENCES = {
  'fresh-tasks': { name: 'fresh tasks', setting: 'tasks drawn anew for every round; off: one test set for all rounds' },
  'secret-seed': {
    name: 'beacon and secret',
    setting: 'round seed of block hash and committed secret; off: of the block number alone',
  },
  'commit-answers': {
    name: 'answers committed',
    setting: 'hashes of all answers before the first reveal; off: late answers may have seen the others',
  },
  slices: { name: 'slices', setting: 'RoundSizes.own; off: 0, all tasks are shared' },
  canaries: { name: 'canaries', setting: 'RoundSizes.canaries; off: 0' },
  duplicates: { name: 'duplicate groups', setting: 'answers compared by distance; off: everybody has a place' },
  proofs: { name: 'activation proofs', setting: 'proofs checked against the registered model; off: not looked at' },
  'graded-score': {
    name: 'graded score',
    setting: 'answers scored by the probability of what was right; off: right or wrong by the likeliest class',
  },
  'proper-score': { name: 'proper score', setting: 'log score; off: linear, the probability of what was right' },
  'strict-answers': {
    name: 'strict parsing',
    setting: 'rows that sum to 1 or no answer; off: any row of numbers from 0 to 1',
  },
  'missing-worst': {
    name: 'missing is worst',
    setting: 'a round without an answer has skill 0; off: it is left out of the average',
  },
  deadline: { name: 'deadline', setting: 'answers count up to the deadline by the validator’s clock; off: always' },
  'half-life': { name: 'long memory', setting: 'halfLifeRounds 20; off: 1' },
  trial: {
    name: 'trial of newcomers',
    setting: 'trialRounds 8: pay rises over the first rounds of a hotkey; off: 1, paid in full at once',
  },
  exploration: { name: 'exploration weight', setting: 'explorationWeight 5; off: 0, and new miners wait to be asked' },
  'skill-shape': { name: 'convex pay', setting: 'skillFloor 0.05, skillExponent 2; off: 0 and 1, pay in proportion' },
  'absolute-pay': {
    name: 'absolute pay',
    setting: 'shape ramp, by the skill itself; off: shape softmax, by the distance to the others',
  },
  'weights-commit': {
    name: 'weights committed',
    setting: 'commit_reveal_weights_enabled with a reveal period of three epochs; off: weights are public at once',
  },
  'auto-reveal': { name: 'timelocked reveal', setting: 'weights open by themselves; off: by hand, or not at all' },
  'bonds-penalty': { name: 'bonds penalty', setting: 'bonds_penalty 1; off: 0' },
  clipping: { name: 'consensus clipping', setting: 'kappa 0.5; off: 0.01, nearly nothing is clipped' },
  'task-drift': {
    name: 'tasks that move',
    setting: 'skills move by a tenth from epoch to epoch, as where tasks or models change; off: they stand still',
  },
  'stake-cap': {
    name: 'stake cap',
    setting: 'stake above the 88th percentile does not count; no chain has it; off: all counts',
    isExtra: true,
  },
  'hotkey-scores': {
    name: 'scores by hotkey',
    setting: 'scores belong to hotkeys; off: to uids, and whoever gets a uid gets its score',
  },
  immunity: { name: 'immunity', setting: 'immunity_period of some epochs for new neurons; off: 0' },
  burn: { name: 'registration burn', setting: 'a uid costs 1 TAO; off: 0.0005 TAO' },
  'demand-price': { name: 'price by demand', setting: 'burn_increase_mult 1.26; off: 1, the price stands still' },
  'root-limits': {
    name: 'root’s floor of old uids',
    setting: 'min_non_immune_uids four fifths of the places, which root alone sets; off: 10, as the chain has it',
  },
  nonces: { name: 'nonces', setting: 'a nonce is accepted once; off: nobody remembers them' },
  'restart-guard': {
    name: 'start as bound',
    setting: 'nonces before the start of the process are refused; off: a restart forgets them all',
  },
  'receiver-bound': {
    name: 'receiver signed',
    setting: 'the signature covers the receiver; off: anybody may pass it on',
  },
  'own-random': {
    name: 'own against random',
    setting: 'a gradient must help its own shard more than others; off: any loss drop is paid',
  },
  overlap: {
    name: 'index overlap',
    setting: 'of two gradients with the same largest entries the later is out; off: both',
  },
  'norm-clip': { name: 'norm clip', setting: 'gradients are scaled to the median norm; off: as they come' },
  'clean-loss': {
    name: 'loss on clean data',
    setting: 'a gradient that raises the loss is left out; off: all are added',
  },
} as const satisfies Readonly<Record<string, Defence>>

/** Id of a defence. */
export type DefenceId = keyof typeof DEFENCES

/** Whether a text is the id of a defence. */
export const isDefenceId = (text: string): text is DefenceId => Object.hasOwn(DEFENCES, text)

/** All ids, in the order of reports. */
export const DEFENCE_IDS: readonly DefenceId[] = Object.keys(DEFENCES).filter(isDefenceId)

/** Whether a defence is one that a subnet has unless it sets something else. */
export const isDefault = (id: DefenceId): boolean => {
  const defence: Defence = DEFENCES[id]
  return defence.isExtra !== true
}

/** What a subnet is defended by unless it sets something else. */
export const DEFAULT_DEFENCES: readonly DefenceId[] = DEFENCE_IDS.filter(isDefault)
