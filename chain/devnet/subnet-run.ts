import { type Clock, deadline } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import type { Logger } from '../../shared/log.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { type ChainConnection, connectChain } from '../../shared/subtensor/connection.ts'
import { createSubtensorClient } from '../../shared/subtensor/polkadot-client.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { addStake, type ChainSetting, createSubnet } from './bootstrap.ts'
import { Crew, databaseOf } from './crew.ts'
import type { LadderFiles } from './models.ts'
import { createObserver, type Observation } from './observe.ts'
import { type MinerPlan, modelLabel, type NeuronPlan } from './plan.ts'
import type { RunFolder } from './run-folder.ts'
import type { ScoresOfValidator } from './scores.ts'
import { createScoresLook } from './scores-look.ts'
import type { Screen } from './screen.ts'
import { type NeuronFacts, renderEpochLine, renderPicture } from './table.ts'
import { hotkeyIn, keysOf, type NeuronKeys } from './wallets.ts'

export interface SubnetRunOptions {
  readonly chainUrl: string
  readonly blockMs: number
  readonly tempo: number
  /** How long validators wait for answers; without, as long as the blocks between two rounds take. */
  readonly deadlineMs?: number | undefined
  readonly epochs: number | undefined
  readonly commitReveal: 'timelock' | 'hash' | undefined
  /** Settings of the subnet beside those. */
  readonly hyperparameters?: readonly ChainSetting[]
  /** Further flags of every validator. */
  readonly validatorFlags?: readonly string[]
  readonly folder: RunFolder
  readonly ladder: LadderFiles
  readonly plans: readonly NeuronPlan[]
  /** By the name of the neuron. */
  readonly keys: ReadonlyMap<string, NeuronKeys>
  /** Folder of registered models that validators check proofs with; none are checked without. */
  readonly registeredModels: string | undefined
  /** Whether validators publish transcripts for audits. */
  readonly publishes: boolean
  /** Sees every paid epoch and the end. */
  readonly onlooker: Onlooker | undefined
  readonly clock: Clock
  readonly log: Logger
  readonly screen: Screen
}

/** Who looks at a run while its processes are alive. */
export interface Onlooker {
  /** After an epoch that paid. @param scores of each validator in their order, as `readScores` gives them. */
  paid(observation: Observation, scores: readonly (ScoresOfValidator | undefined)[]): void
  /** Before the processes are stopped. */
  end(subnet: { readonly client: SubtensorClient; readonly netuid: NetUid }, signal: AbortSignal): Promise<void>
}

/** The last look at the subnet. */
export interface SubnetEnd {
  readonly observation: Observation
  readonly facts: ReadonlyMap<Ss58, NeuronFacts>
}

/** The dev account that holds the sudo key. */
const SUDO_URI = '//Alice'
/** Where the offline miner says it listens: the discard port, where nobody does. */
const OFFLINE_AXON = { ip: '127.0.0.1', port: 9 }
/** Scoring rounds of a validator in one epoch, where it has blocks for so many. */
const ROUNDS_PER_TEMPO = 5
/** Blocks from one round of a validator to the next. */
export const roundBlocksOf = (tempo: number): number => Math.max(1, Math.floor(tempo / ROUNDS_PER_TEMPO))
/** A miner that has not announced by then is left behind. */
const ANNOUNCE_TIMEOUT_MS = 60_000
/** More processes at once only wait for each other while they load. */
const STARTED_AT_ONCE = 8

/**
 * Makes the subnet, starts its processes and shows it until enough epochs have paid or the signal aborts; then stops
 * the processes. `undefined` when it was stopped before the first look.
 */
export async function runSubnet(options: SubnetRunOptions, signal: AbortSignal): Promise<SubnetEnd | undefined> {
  const { chainUrl, log, screen, plans, keys, folder, ladder, blockMs, tempo, commitReveal } = options
  const chain = await connectChain({ url: chainUrl, log, signal })
  const client = createSubtensorClient(chain)
  const crew = new Crew((name, trouble, command) => {
    screen.print(`${name} ended (${trouble}); its log is ${folder.logs}/${name}.log; start it again with: ${command}`)
  }, signal)
  try {
    screen.print('making a subnet…')
    const seats = plans.flatMap((plan) =>
      plan.role === 'validator' ? [{ ...keysOf(keys, plan.name), stakeRao: plan.stakeRao }] : [],
    )
    const netuid = await createSubnet(
      chain,
      client,
      keypairFromUri(SUDO_URI),
      { tempo, commitReveal: commitReveal !== undefined, others: options.hyperparameters ?? [] },
      seats,
    )
    const hotkeyOf = hotkeyIn(keys)
    const roundBlocks = roundBlocksOf(tempo)
    const settings = {
      netuid,
      commitBy: commitReveal ?? 'timelock',
      chainUrl,
      folder,
      ladder,
      roundBlocks,
      deadlineMs: options.deadlineMs ?? Math.max(500, roundBlocks * blockMs),
      registeredModels: options.registeredModels,
      publishes: options.publishes,
      validatorFlags: options.validatorFlags ?? [],
      hotkeyOf,
    }
    const validators = plans.filter(({ role }) => role === 'validator')
    const miners = plans.filter((plan) => plan.role === 'miner')
    const newcomers = { chain, client, netuid, keys }
    // Whoever needs stake is registered early: its permit comes with an epoch, and its process finds both.
    for (const plan of miners) await prepare(plan, newcomers)
    const groups = [
      miners.filter(({ cheat }) => cheat === undefined),
      miners.filter(({ cheat }) => cheat !== undefined),
    ]
    for (const group of groups) {
      if (group.length === 0) continue
      const what = group[0]?.cheat === undefined ? 'miners' : 'adversaries'
      screen.print(`netuid ${netuid}: ${group.length} ${what} are starting`)
      for (let at = 0; at < group.length; at += STARTED_AT_ONCE) {
        const some = group.slice(at, at + STARTED_AT_ONCE)
        for (const plan of some) crew.start(plan, settings)
        // Weights set while some miners are still starting would pay the first ones for nothing but their speed.
        await untilReady(some, newcomers, deadline(ANNOUNCE_TIMEOUT_MS, signal))
        if (signal.aborted) return undefined
      }
    }
    screen.print(`netuid ${netuid}: all miners are announced, ${validators.length} validators are starting`)
    for (const plan of validators) crew.start(plan, settings)
    const end = await watch(
      options,
      { observer: createObserver(chain, client, netuid), crew, heads: chain.heads(signal) },
      signal,
    )
    if (end !== undefined && !signal.aborted) await options.onlooker?.end({ client, netuid }, signal)
    return end
  } finally {
    await crew.stop()
    await client.close()
  }
}

interface Newcomers {
  readonly chain: ChainConnection
  readonly client: SubtensorClient
  readonly netuid: NetUid
  readonly keys: ReadonlyMap<string, NeuronKeys>
}

/** What a miner needs of the chain before its process starts: the offline one all, a relay a registration and stake. */
async function prepare({ name, serves, cheat }: MinerPlan, { chain, client, netuid, keys }: Newcomers): Promise<void> {
  const { hotkey, coldkey } = keysOf(keys, name)
  const isOffline = serves.tag === 'offline'
  if (!isOffline && cheat?.tag !== 'relay') return
  await client.register(netuid, hotkey.ss58, coldkey)
  if (isOffline) await client.serveAxon(netuid, OFFLINE_AXON, hotkey)
  if (cheat?.tag === 'relay') await addStake(chain, { netuid, coldkey, hotkey, rao: cheat.stakeRao })
}

/**
 * Waits until all have announced an axon, and a relay its permit, or until it is too late: a miner that fails must not
 * stop the others.
 */
async function untilReady(
  plans: readonly MinerPlan[],
  { client, netuid, keys }: Newcomers,
  late: AbortSignal,
): Promise<void> {
  for await (const _ of client.heads(late)) {
    const { neurons } = await client.metagraph(netuid)
    const byHotkey = new Map(neurons.map((neuron) => [neuron.hotkey, neuron]))
    const isReady = ({ name, cheat }: MinerPlan): boolean => {
      const neuron = byHotkey.get(keysOf(keys, name).hotkey.ss58)
      return neuron?.axon !== undefined && (cheat?.tag !== 'relay' || neuron.validatorPermit)
    }
    if (plans.every(isReady)) return
  }
}

interface Watched {
  readonly observer: ReturnType<typeof createObserver>
  readonly crew: Crew
  readonly heads: AsyncIterable<unknown>
}

async function watch(
  { screen, epochs, plans, keys, folder, onlooker }: SubnetRunOptions,
  { observer, crew, heads }: Watched,
  signal: AbortSignal,
): Promise<SubnetEnd | undefined> {
  const databases = plans.flatMap(({ role, name }) => (role === 'validator' ? [databaseOf(folder, name)] : []))
  const look = createScoresLook(databases, screen)
  let paidEpochs = 0
  let last: SubnetEnd | undefined
  for await (const _ of heads) {
    const observation = await observer.observe()
    const isPaid = observation.paidEpochs > paidEpochs
    const views = await look.follow(observation, isPaid, signal)
    if (isPaid && views !== undefined) onlooker?.paid(observation, views)
    const facts = factsOf(plans, keys, look.scores(), crew)
    last = { observation, facts }
    const factOf = (hotkey: Ss58) => facts.get(hotkey)
    if (screen.isLive) screen.draw(renderPicture(observation, factOf, { epochs, width: screen.width }))
    else if (isPaid) screen.print(renderEpochLine(observation, factOf))
    paidEpochs = observation.paidEpochs
    if (epochs !== undefined && paidEpochs >= epochs) break
  }
  return last
}

function factsOf(
  plans: readonly NeuronPlan[],
  keys: ReadonlyMap<string, NeuronKeys>,
  scores: ReadonlyMap<string, number>,
  crew: Crew,
): ReadonlyMap<Ss58, NeuronFacts> {
  return new Map(
    plans.map((plan) => {
      const { ss58 } = keysOf(keys, plan.name).hotkey
      const offline = plan.role === 'miner' && plan.serves.tag === 'offline' ? 'offline' : undefined
      const facts: NeuronFacts = {
        role: plan.role,
        model: modelLabel(plan),
        score: plan.role === 'miner' ? scores.get(ss58) : undefined,
        trouble: crew.troubleOf(plan.name) ?? offline,
        cheats: plan.role === 'miner' && plan.cheat !== undefined,
      }
      return [ss58, facts]
    }),
  )
}
