import { accountNamed } from '../../../../../chain/simulator/world/actor-keys.ts'
import { toSs58 } from '../../../../../shared/crypto/ss58.ts'

type Change = Readonly<Record<string, unknown>>

/** A neuron as `devnet dump-metagraph` writes it. */
export const recordedNeuron = (uid: number, change: Change = {}) => ({
  uid,
  hotkey: toSs58(accountNamed(`hotkey ${uid}`)),
  coldkey: toSs58(accountNamed(`coldkey ${uid}`)),
  stakeRao: '0',
  active: true,
  validatorPermit: false,
  lastUpdate: 990,
  blockAtRegistration: 10,
  validatorTrust: 0,
  consensus: 0,
  incentive: 0,
  dividends: 0,
  emissionRao: '0',
  weights: [],
  bonds: [],
  ...change,
})

/** A network as an older chain tells it: without ledger and without the parts of stake. */
export const recordedNetwork = (change: Change = {}) => ({
  format: 'meritnet-metagraph',
  version: 1,
  netuid: 7,
  block: { number: 1_000, hash: `0x${'11'.repeat(32)}` },
  tempo: 20,
  blocksSinceLastStep: 5,
  registrationCostRao: null,
  hyperparameters: {},
  pool: null,
  neurons: [],
  ...change,
})
