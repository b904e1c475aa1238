import { type Clock, deadline } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { connectChain } from '../../shared/subtensor/connection.ts'
import { createSubtensorClient } from '../../shared/subtensor/polkadot-client.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { createSubnet } from './bootstrap.ts'
import { Crew, databaseOf } from './crew.ts'
import type { LadderFiles } from './models.ts'
import { createObserver, type Observation } from './observe.ts'
import { modelLabel, type NeuronPlan } from './plan.ts'
import type { RunFolder } from './run-folder.ts'
import { readScores } from './scores.ts'
import type { Screen } from './screen.ts'
import { type NeuronFacts, renderEpochLine, renderProgress, renderTable } from './table.ts'
import type { NeuronKeys } from './wallets.ts'

export interface SubnetRunOptions {
  readonly chainUrl: string
  readonly blockMs: number
  readonly tempo: number
  readonly epochs: number | undefined
  readonly commitReveal: 'timelock' | 'hash' | undefined
  readonly folder: RunFolder
  readonly ladder: LadderFiles
  readonly plans: readonly NeuronPlan[]
  /** By the name of the neuron. */
  readonly keys: ReadonlyMap<string, NeuronKeys>
  readonly clock: Clock
  readonly log: Logger
  readonly screen: Screen
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
const ROUNDS_PER_TEMPO = 5
/** A miner that has not announced by then is left behind. */
const ANNOUNCE_TIMEOUT_MS = 60_000

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
  })
  try {
    screen.print('making a subnet…')
    const seats = plans.flatMap((plan) =>
      plan.role === 'validator' ? [{ ...keysOf(keys, plan.name), stakeRao: plan.stakeRao }] : [],
    )
    const netuid = await createSubnet(
      chain,
      client,
      keypairFromUri(SUDO_URI),
      { tempo, commitReveal: commitReveal !== undefined },
      seats,
    )
    const roundBlocks = Math.max(1, Math.floor(tempo / ROUNDS_PER_TEMPO))
    const commitBy = commitReveal ?? 'timelock'
    const settings = {
      netuid,
      commitBy,
      chainUrl,
      folder,
      ladder,
      roundBlocks,
      deadlineMs: Math.max(500, roundBlocks * blockMs),
    }
    const [validators, miners] = [plans.filter(isValidator), plans.filter((plan) => !isValidator(plan))]
    screen.print(`netuid ${netuid}: ${miners.length} miners are starting`)
    for (const plan of miners) crew.start(plan, settings)
    for (const plan of miners) {
      if (plan.role === 'validator' || plan.serves.tag !== 'offline') continue
      const { hotkey, coldkey } = keysOf(keys, plan.name)
      await client.register(netuid, hotkey.ss58, coldkey)
      await client.serveAxon(netuid, OFFLINE_AXON, hotkey)
    }
    // Weights set while some miners are still starting would pay the first ones for nothing but their speed.
    const hotkeys = miners.map(({ name }) => keysOf(keys, name).hotkey.ss58)
    await untilAnnounced(client, netuid, hotkeys, deadline(ANNOUNCE_TIMEOUT_MS, signal))
    screen.print(`netuid ${netuid}: all miners are announced, ${validators.length} validators are starting`)
    for (const plan of validators) crew.start(plan, settings)
    return await watch(
      options,
      { observer: createObserver(chain, client, netuid), crew, heads: chain.heads(signal) },
      signal,
    )
  } finally {
    await crew.stop()
    await client.close()
  }
}

const isValidator = (plan: NeuronPlan): boolean => plan.role === 'validator'

/** Waits until all hotkeys have announced an axon, or until the deadline: a miner that fails must not stop the others. */
async function untilAnnounced(
  client: SubtensorClient,
  netuid: NetUid,
  hotkeys: readonly Ss58[],
  late: AbortSignal,
): Promise<void> {
  for await (const _ of client.heads(late)) {
    const { neurons } = await client.metagraph(netuid)
    const announced = new Set(neurons.flatMap(({ hotkey, axon }) => (axon === undefined ? [] : [hotkey])))
    if (hotkeys.every((hotkey) => announced.has(hotkey))) return
  }
}

interface Watched {
  readonly observer: ReturnType<typeof createObserver>
  readonly crew: Crew
  readonly heads: AsyncIterable<unknown>
}

async function watch(
  { screen, epochs, plans, keys, folder }: SubnetRunOptions,
  { observer, crew, heads }: Watched,
  signal: AbortSignal,
): Promise<SubnetEnd | undefined> {
  const databases = plans.flatMap(({ role, name }) => (role === 'validator' ? [databaseOf(folder, name)] : []))
  let scores: ReadonlyMap<string, number> = new Map()
  let paidEpochs = 0
  let last: SubnetEnd | undefined
  for await (const _ of heads) {
    const observation = await observer.observe()
    const isPaid = observation.paidEpochs > paidEpochs
    // The scores stand still between rounds; once an epoch keeps the cost of asking three validators low.
    if (isPaid) scores = await readScores(databases, signal)
    const facts = factsOf(plans, keys, scores, crew)
    last = { observation, facts }
    const look = (hotkey: Ss58) => facts.get(hotkey)
    if (screen.isLive) screen.draw(`${renderTable(observation, look)}\n${renderProgress(observation, epochs)}`)
    else if (isPaid) screen.print(renderEpochLine(observation, look))
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
      }
      return [ss58, facts]
    }),
  )
}

function keysOf(keys: ReadonlyMap<string, NeuronKeys>, name: string): NeuronKeys {
  const found = keys.get(name)
  if (found === undefined)
    throw new AppError('out-of-range', `${name} has no wallet; valid are ${[...keys.keys()].join(', ')}`)
  return found
}
