import type { Keypair } from '../../shared/crypto/keypair.ts'
import { AppError } from '../../shared/errors.ts'
import type {
  BlockRef,
  ChainCommitment,
  Neuron,
  SecretRow,
  SubnetHyperparameters,
  SubtensorClient,
  WeightRow,
  WritableField,
} from '../../shared/subtensor/client.ts'
import { ipFromText } from '../../shared/subtensor/ip.ts'
import { latestOf } from '../../shared/subtensor/latest.ts'
import { formatTao, type NetUid, netUid, type Rao, rao, type Ss58, uid } from '../../shared/units.ts'

/** A write that the fake accepted, in order. */
export type FakeWrite =
  | { readonly tag: 'register'; readonly netuid: NetUid; readonly hotkey: Ss58; readonly coldkey: Ss58 }
  | { readonly tag: 'serve-axon'; readonly hotkey: Ss58; readonly ip: string; readonly port: number }
  | { readonly tag: 'commit-weights'; readonly hotkey: Ss58; readonly row: WeightRow; readonly versionKey: bigint }
  | { readonly tag: 'commit-hash' | 'reveal-hash'; readonly hotkey: Ss58; readonly row: SecretRow }
  | { readonly tag: 'set-commitment'; readonly hotkey: Ss58; readonly fields: readonly WritableField[] }
  | { readonly tag: 'set-weights'; readonly hotkey: Ss58; readonly row: WeightRow; readonly versionKey: bigint }

export interface FakeSubtensorOptions {
  readonly netuid?: NetUid
  readonly registrationCost?: Rao
  readonly hyperparameters?: Partial<SubnetHyperparameters>
}

/** A chain in memory with one subnet. Blocks come by `advance` and, as with instant sealing, with every write. */
export interface FakeSubtensor extends SubtensorClient {
  readonly netuid: NetUid
  readonly writes: readonly FakeWrite[]
  /** Number of calls of each read and write, to see what a cache saves. */
  readonly calls: ReadonlyMap<string, number>
  /** How many streams of heads are open. */
  readonly followers: number
  /** Adds blocks; steps the epoch counter at every tempo. */
  advance(blocks?: number): void
  setBalance(account: Ss58, amount: Rao): void
  /** Adds a neuron at the next uid; fields not given are those of a fresh registration. */
  addNeuron(neuron: Partial<Neuron> & Pick<Neuron, 'hotkey'>): Neuron
  /** Changes a neuron; with another hotkey it is what pruning and a new registration do. */
  changeNeuron(uid: number, change: Partial<Neuron>): void
  /** While not reachable, everything throws `chain-unreachable` and heads stand still. */
  setReachable(isReachable: boolean): void
  /** Lets the next call of a method throw. */
  failNext(method: keyof SubtensorClient, error: Error): void
}

const DEFAULTS: SubnetHyperparameters = {
  tempo: 10,
  weightsRateLimit: 0,
  minAllowedWeights: 1,
  commitRevealEnabled: false,
  servingRateLimit: 0,
  immunityPeriod: 100,
  maxValidators: 64,
  weightsVersion: 0n,
  registrationAllowed: true,
}

/** See `FakeSubtensor`. */
export function createFakeSubtensor(options: FakeSubtensorOptions = {}): FakeSubtensor {
  const netuid = options.netuid ?? netUid(1)
  const cost = options.registrationCost ?? rao(1_000_000_000n)
  const hyperparameters = { ...DEFAULTS, ...options.hyperparameters }
  const neurons: Neuron[] = []
  const balances = new Map<Ss58, Rao>()
  const writes: FakeWrite[] = []
  const rows = new Map<number, WeightRow>()
  const committed: (ChainCommitment & { readonly hotkey: Ss58 })[] = []
  const calls = new Map<string, number>()
  const failures = new Map<string, Error>()
  const followers = new Set<(block: BlockRef) => void>()
  let height = 1
  let lastStep = 0
  let isReachable = true

  const blockRef = (): BlockRef => ({ number: height, hash: `0x${height.toString(16).padStart(64, '0')}` })
  const enter = (method: keyof SubtensorClient): void => {
    calls.set(method, (calls.get(method) ?? 0) + 1)
    const failure = failures.get(method)
    failures.delete(method)
    if (failure !== undefined) throw failure
    if (!isReachable) throw new AppError('chain-unreachable', 'no chain answers at fake://')
  }
  const known = (asked: NetUid): void => {
    if (asked !== netuid)
      throw new AppError('unknown-netuid', `netuid ${asked} does not exist on this chain; existing: ${netuid}`)
  }
  const refuse = (error: string, pallet = 'SubtensorModule'): never => {
    throw new AppError('extrinsic-failed', `failed: ${pallet}.${error}`, { error: `${pallet}.${error}` })
  }
  const registered = (hotkey: Ss58, error: string): Neuron =>
    neurons.find((neuron) => neuron.hotkey === hotkey) ?? refuse(error)
  const announceHead = (): void => {
    if (isReachable) for (const follow of followers) follow(blockRef())
  }

  const fake: FakeSubtensor = {
    netuid,
    writes,
    calls,
    get followers() {
      return followers.size
    },
    advance(blocks = 1) {
      for (let i = 0; i < blocks; i++) {
        height++
        if (height - lastStep > hyperparameters.tempo) lastStep = height
      }
      announceHead()
    },
    setBalance: (account, amount) => void balances.set(account, amount),
    addNeuron(neuron) {
      const added: Neuron = {
        uid: uid(neurons.length),
        coldkey: neuron.hotkey,
        axon: undefined,
        stake: rao(0n),
        active: true,
        validatorPermit: false,
        lastUpdate: 0,
        blockAtRegistration: height,
        validatorTrust: 0,
        consensus: 0,
        incentive: 0,
        dividends: 0,
        emission: rao(0n),
        ...neuron,
      }
      neurons.push(added)
      return added
    },
    changeNeuron(at, change) {
      const neuron = neurons[at]
      if (neuron === undefined) throw new Error(`the fake has no uid ${at}`)
      neurons[at] = { ...neuron, ...change }
    },
    setReachable(value) {
      isReachable = value
      announceHead()
    },
    failNext: (method, error) => void failures.set(method, error),

    async head() {
      enter('head')
      return blockRef()
    },
    heads(signal) {
      enter('heads')
      return latestOf(signal, async (push) => {
        followers.add(push)
        push(blockRef())
        return () => followers.delete(push)
      })
    },
    async metagraph(asked) {
      enter('metagraph')
      known(asked)
      const { tempo } = hyperparameters
      return { netuid, at: blockRef(), tempo, blocksSinceLastStep: height - lastStep, neurons: [...neurons] }
    },
    async hyperparameters(asked) {
      enter('hyperparameters')
      known(asked)
      return hyperparameters
    },
    async balance(account) {
      enter('balance')
      return balances.get(account) ?? rao(0n)
    },
    async registrationCost(asked) {
      enter('registrationCost')
      known(asked)
      return cost
    },
    async uidOf(asked, hotkey) {
      enter('uidOf')
      known(asked)
      return neurons.find((neuron) => neuron.hotkey === hotkey)?.uid
    },
    async register(asked, hotkey, coldkey) {
      enter('register')
      known(asked)
      const balance = balances.get(coldkey.ss58) ?? 0n
      if (balance < cost)
        throw new AppError(
          'balance-too-low',
          `registering on netuid ${asked} burns ${formatTao(cost)} TAO; the coldkey ${coldkey.ss58} has ${formatTao(balance)}`,
          { netuid: asked, cost, balance },
        )
      if (neurons.some((neuron) => neuron.hotkey === hotkey)) refuse('HotKeyAlreadyRegisteredInSubNet')
      if (!hyperparameters.registrationAllowed) refuse('SubNetRegistrationDisabled')
      balances.set(coldkey.ss58, rao(balance - cost))
      const { uid } = fake.addNeuron({ hotkey, coldkey: coldkey.ss58 })
      writes.push({ tag: 'register', netuid: asked, hotkey, coldkey: coldkey.ss58 })
      fake.advance()
      return uid
    },
    async serveAxon(asked, { ip, port, ...protocol }, hotkey: Keypair) {
      enter('serveAxon')
      known(asked)
      const number = ipFromText(ip)
      if (number.ip === 0x7f000001n || (number.ipType === 6 && number.ip === 1n)) refuse('InvalidIpAddress')
      const { uid, axon } = registered(hotkey.ss58, 'HotKeyNotRegisteredInNetwork')
      const isTooSoon = axon !== undefined && height - axon.block < hyperparameters.servingRateLimit
      if (isTooSoon) refuse('ServingRateLimitExceeded')
      if (port === 0) refuse('InvalidPort')
      fake.changeNeuron(uid, { axon: { ip, port, version: 1_000, block: height, ...protocol } })
      writes.push({ tag: 'serve-axon', hotkey: hotkey.ss58, ip, port })
      fake.advance()
    },
    async weightsAt(asked, from) {
      enter('weightsAt')
      known(asked)
      return rows.get(from) ?? { uids: [], values: [] }
    },
    async setWeights(asked, row, versionKey, hotkey) {
      enter('setWeights')
      known(asked)
      if (hyperparameters.commitRevealEnabled)
        throw new AppError('commit-reveal-enabled', `netuid ${asked} takes weights by commit-reveal alone`)
      if (row.uids.length !== row.values.length) refuse('WeightVecNotEqualSize')
      const { uid, validatorPermit, lastUpdate } = registered(hotkey.ss58, 'HotKeyNotRegisteredInSubNet')
      if (versionKey < hyperparameters.weightsVersion) refuse('IncorrectWeightVersionKey')
      if (lastUpdate > 0 && height - lastUpdate < hyperparameters.weightsRateLimit) refuse('SettingWeightsTooFast')
      if (!validatorPermit && row.uids.some((target) => target !== uid)) refuse('NeuronNoValidatorPermit')
      if (new Set(row.uids).size < row.uids.length) refuse('DuplicateUids')
      if (row.uids.some((target) => target >= neurons.length)) refuse('UidVecContainInvalidOne')
      fake.advance()
      fake.changeNeuron(uid, { lastUpdate: height })
      rows.set(uid, row)
      writes.push({ tag: 'set-weights', hotkey: hotkey.ss58, row, versionKey })
      return blockRef()
    },
    async commitTimelockedWeights(asked, row, versionKey, hotkey) {
      enter('commitTimelockedWeights')
      known(asked)
      if (!hyperparameters.commitRevealEnabled) refuse('CommitRevealDisabled')
      const { uid, lastUpdate } = registered(hotkey.ss58, 'HotKeyNotRegisteredInSubNet')
      if (lastUpdate > 0 && height - lastUpdate < hyperparameters.weightsRateLimit) refuse('CommittingWeightsTooFast')
      fake.advance()
      fake.changeNeuron(uid, { lastUpdate: height })
      writes.push({ tag: 'commit-weights', hotkey: hotkey.ss58, row, versionKey })
      return { block: blockRef(), revealRound: 1n }
    },
    async commitHashedWeights(asked, row, hotkey) {
      enter('commitHashedWeights')
      known(asked)
      if (!hyperparameters.commitRevealEnabled) refuse('CommitRevealDisabled')
      const { uid } = registered(hotkey.ss58, 'HotKeyNotRegisteredInSubNet')
      fake.advance()
      fake.changeNeuron(uid, { lastUpdate: height })
      writes.push({ tag: 'commit-hash', hotkey: hotkey.ss58, row })
      return blockRef()
    },
    async revealHashedWeights(asked, rows, hotkey) {
      enter('revealHashedWeights')
      known(asked)
      fake.advance()
      const [row] = rows
      if (row !== undefined) writes.push({ tag: 'reveal-hash', hotkey: hotkey.ss58, row })
      return { block: row === undefined ? undefined : blockRef(), waiting: rows.slice(1) }
    },
    async setCommitment(asked, fields, hotkey) {
      enter('setCommitment')
      known(asked)
      const isRegistered = neurons.some((neuron) => neuron.hotkey === hotkey.ss58)
      if (!isRegistered) refuse('AccountNotAllowedCommit', 'Commitments')
      if (fields.length > 3) refuse('TooManyFieldsInCommitmentInfo', 'Commitments')
      fake.advance()
      committed.push({ hotkey: hotkey.ss58, block: height, fields })
      writes.push({ tag: 'set-commitment', hotkey: hotkey.ss58, fields })
      return blockRef()
    },
    async commitments(asked, at = blockRef()) {
      enter('commitments')
      known(asked)
      const past = committed.filter(({ block }) => block <= at.number)
      return new Map(past.map(({ hotkey, block, fields }) => [hotkey, { block, fields }]))
    },
    async close() {},
  }
  return fake
}
