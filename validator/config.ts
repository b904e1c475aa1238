import { Option } from '@commander-js/extra-typings'
import { flag, fromZeroToOne, parseChainUrl, parseLogLevel, parseNetuid, wholeNumber } from '../shared/cli.ts'
import { parseSs58 } from '../shared/crypto/ss58.ts'
import { DEFAULT_WALLET_PATH, type WalletRef } from '../shared/crypto/wallet-files.ts'
import { LOG_LEVELS } from '../shared/log.ts'
import { MECHANISM_NAMES, parseMechanismName } from '../shared/mechanism/names.ts'
import { ipFromText, ipToText, isLoopback } from '../shared/subtensor/ip.ts'
import type { NetUid, Ss58 } from '../shared/units.ts'
import type { Retention } from './db/round-phases.ts'
import type { PublishAddress } from './publish/publisher.ts'

/** What a running validator is told. */
export interface RunConfig {
  readonly netuid: NetUid
  readonly chain: string
  readonly wallet: WalletRef
  readonly mechanism: string
  readonly heldOut?: string | undefined
  readonly db: string
  readonly items: number
  readonly deadlineMs: number
  /** `undefined`: a fifth of the tempo. */
  readonly roundBlocks?: number | undefined
  readonly halfLifeRounds: number
  readonly weightShape: 'ramp' | 'softmax'
  /** File with further settings of scoring. */
  readonly scoring?: string | undefined
  /** Dial of the mechanism. */
  readonly difficulty?: number | undefined
  readonly openAfterEpochs: number
  /** Folder of registered models. */
  readonly models?: string | undefined
  /** Cheats. */
  readonly favour?: Ss58 | undefined
  /** Cheats. */
  readonly copyWeights?: boolean | undefined
  readonly retention: Retention
  /** Where transcripts are served; `undefined`: they are not. */
  readonly publish?: PublishAddress | undefined
  /** How weights are committed where the subnet has commit-reveal. */
  readonly commitBy: 'timelock' | 'hash'
  readonly allowLocalAxons: boolean
  /** Whether to pay for the registration of a hotkey that has none. */
  readonly register: boolean
}

const yesOrNo = flag((text): boolean => {
  if (text !== 'yes' && text !== 'no') throw new Error('Use yes or no.')
  return text === 'yes'
})

const parseIp = flag((text): string => {
  const { ip, ipType } = ipFromText(text)
  return ipToText(ip, ipType)
})

/** Every flag, with the environment variable that stands for it where it is not given. */
export const options = {
  netuid: new Option('--netuid <number>', 'number of the subnet')
    .env('BT_NETUID')
    .argParser(parseNetuid)
    .makeOptionMandatory(),
  chain: new Option('--chain <url>', 'WebSocket of a node of the chain')
    .env('BT_SUBTENSOR_CHAIN_ENDPOINT')
    .default('ws://127.0.0.1:9944')
    .argParser(parseChainUrl),
  walletPath: new Option('--wallet-path <folder>', 'folder of all wallets')
    .env('BT_WALLET_PATH')
    .default(DEFAULT_WALLET_PATH),
  wallet: new Option('--wallet <name>', 'name of the wallet').env('BT_WALLET_NAME').default('default'),
  hotkey: new Option('--hotkey <name>', 'name of the hotkey in the wallet').env('BT_WALLET_HOTKEY').default('default'),
  mechanism: new Option('--mechanism <name>', `kind of work that is scored: ${MECHANISM_NAMES}`)
    .env('MERITNET_MECHANISM')
    .argParser(flag(parseMechanismName))
    .default('glyphs'),
  heldOut: new Option('--held-out <file>', 'rows that no miner has seen; labelled needs them').env('MERITNET_HELD_OUT'),
  db: new Option('--db <file>', 'database of rounds, scores and weights; made when it does not exist')
    .env('MERITNET_DB')
    .default('.meritnet/validator.sqlite'),
  /** Of commands that only read it. */
  existingDb: new Option('--db <file>', 'database that "validator run" writes')
    .env('MERITNET_DB')
    .default('.meritnet/validator.sqlite'),
  items: new Option(
    '--items <number>',
    'tasks of each miner in a round, 80 % of them the same for all; more rank finer and cost more',
  )
    .env('MERITNET_ITEMS')
    .default(128)
    .argParser(wholeNumber(1, 4096)),
  deadlineMs: new Option(
    '--deadline-ms <ms>',
    'time of a round: two thirds to commit to answers, one third to reveal them',
  )
    .env('MERITNET_DEADLINE_MS')
    .default(4_000)
    .argParser(wholeNumber(50, 600_000)),
  roundBlocks: new Option(
    '--round-blocks <number>',
    'blocks from one round to the next (default: a fifth of the tempo)',
  )
    .env('MERITNET_ROUND_BLOCKS')
    .argParser(wholeNumber(1, 1_000_000)),
  halfLifeRounds: new Option('--half-life-rounds <number>', 'rounds after which a score counts half')
    .env('MERITNET_HALF_LIFE_ROUNDS')
    .default(20)
    .argParser(wholeNumber(1, 1_000_000)),
  weightShape: new Option('--weight-shape <shape>', 'how skill becomes weight: a ramp, or the softmax of its z-scores')
    .env('MERITNET_WEIGHT_SHAPE')
    .choices(['ramp', 'softmax'] as const)
    .default('ramp' as const),
  scoring: new Option('--scoring <file>', 'JSON with further settings of scoring').env('MERITNET_SCORING'),
  difficulty: new Option('--difficulty <share>', "how hard tasks are, 0 to 1 (default: the mechanism's)")
    .env('MERITNET_DIFFICULTY')
    .argParser(fromZeroToOne),
  openAfterEpochs: new Option('--open-after-epochs <number>', 'epochs after which the secret behind rounds is opened')
    .env('MERITNET_OPEN_AFTER_EPOCHS')
    .default(2)
    .argParser(wholeNumber(1, 1_000)),
  models: new Option(
    '--models <folder>',
    'registered models as .onnx files, to check the proofs of miners with; fewer than 80 items take more than one round',
  ).env('MERITNET_MODELS'),
  favour: new Option(
    '--favour <hotkey>',
    'cheat, to see it found out: give this hotkey the weight of the best',
  ).argParser(flag(parseSs58)),
  copyWeights: new Option(
    '--copy-weights',
    'cheat, to see what it earns: ask no miner, and set the stake-weighted median of the weights that others show',
  ).conflicts('favour'),
  keepRounds: new Option('--keep-rounds <number>', 'newest rounds that stay in the database')
    .env('MERITNET_KEEP_ROUNDS')
    .default(2_000)
    .argParser(wholeNumber(1, 1_000_000)),
  keepAnswers: new Option(
    '--keep-answers <number>',
    'rounds whose answers stay as they were received, counted from the newest one that others can replay',
  )
    .env('MERITNET_KEEP_ANSWERS')
    .default(50)
    .argParser(wholeNumber(0, 1_000_000)),
  publishPort: new Option(
    '--publish-port <number>',
    'serve signed transcripts of opened rounds on this port, for audits; 0 takes any free one (default: off)',
  )
    .env('MERITNET_PUBLISH_PORT')
    .argParser(wholeNumber(0, 65_535)),
  publishIp: new Option('--publish-ip <ip>', 'address that auditors are told (default: the first one of this machine)')
    .env('MERITNET_PUBLISH_IP')
    .argParser(parseIp),
  commitBy: new Option(
    '--commit-by <kind>',
    'how weights are committed where the subnet asks for it: encrypted to a round of the beacon, or by their hash',
  )
    .env('MERITNET_COMMIT_BY')
    .choices(['timelock', 'hash'] as const)
    .default('timelock' as const),
  allowLocalAxons: new Option(
    '--allow-local-axons [yes|no]',
    'ask neurons at loopback and private addresses (default: yes when the chain is on this machine)',
  )
    .env('MERITNET_ALLOW_LOCAL_AXONS')
    .preset('yes')
    .argParser(yesOrNo),
  register: new Option('--register', 'register the hotkey when it is not registered; its coldkey pays'),
  logLevel: new Option('--log-level <level>', `what to log on standard error: ${LOG_LEVELS.join(', ')}`)
    .env('MERITNET_LOG_LEVEL')
    .default('info' as const)
    .argParser(parseLogLevel),
  json: new Option('--json', 'print JSON'),
}

/** True when the URL's host is this machine: on such a chain axons are local too. */
export function isLocalChain(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''))
}
