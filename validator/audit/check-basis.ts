import { isAppError, messageOf } from '../../shared/errors.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { chooseMiners } from '../choose-miners.ts'
import type { PublishedEntry, PublishedRow } from '../publish/shapes.ts'
import { toFacts } from '../weight-row.ts'
import type { AuditChain } from './chain.ts'
import type { Findings, Found } from './deviation.ts'

/** What the basis of a row is held against. */
export interface BasisDeps {
  readonly chain: AuditChain
  readonly netuid: NetUid
  readonly validator: Ss58
  /** Hotkeys that the state after the round of the row knows; `undefined` when it could not be worked out. */
  readonly scored: { has(hotkey: string): boolean } | undefined
  readonly entries: readonly PublishedEntry[]
  readonly findings: Findings
}

/** A row gets into a block some time after the validator looked at the chain: a difference must be older than this. */
const SLACK_BLOCKS = 64

/**
 * Holds what a row was made from against the chain at its block: nobody left out, uids, registrations and models as they
 * are there, and the newest scores.
 * @throws AppError `chain-unreachable`.
 */
export async function checkBasis(deps: BasisDeps, row: PublishedRow): Promise<void> {
  const { chain, netuid, entries, findings } = deps
  const { basis, block } = row
  if (basis === null) return

  // The round after the next one begins when the next one is scored.
  const after = entries.filter(({ round }) => round > basis.round)
  const missed = after[1]
  if (missed !== undefined && missed.block.number < block - SLACK_BLOCKS)
    findings.add({
      what: 'basis',
      round: basis.round,
      block,
      size: 1,
      expected: `round ${after[0]?.round ?? basis.round + 1} or a later one`,
      found: `round ${basis.round}, though round ${missed.round} began at block ${missed.block.number}`,
    })

  try {
    const now = await differences(deps, row, block)
    if (now.size === 0) return
    const before = await differences(deps, row, Math.max(1, block - SLACK_BLOCKS))
    for (const [key, found] of now) if (before.has(key)) findings.add(found)
  } catch (error) {
    if (!isAppError(error, 'no-state') && !isAppError(error, 'unknown-netuid')) throw error
    findings.note(`${messageOf(error)}; what the row of block ${block} was made from is not held against the chain`)
  }
  async function differences(
    { validator, scored }: BasisDeps,
    { weights }: PublishedRow,
    number: number,
  ): Promise<ReadonlyMap<string, Found>> {
    const at = await chain.blockAt(number)
    if (at === undefined || basis === null) return new Map()
    const [{ neurons }, onChain] = await Promise.all([chain.metagraphAt(netuid, at), chain.commitments(netuid, at)])
    const found = new Map<string, Found>()
    const add = (hotkey: Ss58, uid: number, expected: string, text: string, size: number): void =>
      void found.set(hotkey, { what: 'basis', round: basis.round, block, hotkey, uid, size, expected, found: text })
    const told = new Map(basis.miners.map((facts) => [facts.hotkey, facts]))
    const known = scored ?? told
    for (const { hotkey, uid } of chooseMiners({ neurons, self: validator, scored: known }))
      if (!told.has(hotkey)) add(hotkey, uid, 'a miner that is weighed', 'left out', -1)
    for (const neuron of neurons) {
      const facts = told.get(neuron.hotkey)
      const [real] = toFacts({ neurons: [neuron], onChain })
      if (facts !== undefined && real !== undefined && toText(facts) !== toText(real))
        add(neuron.hotkey, facts.uid, toText(real), toText(facts), 1)
    }
    const uids = new Map(neurons.map(({ hotkey, uid }) => [hotkey, uid]))
    for (const { hotkey, uid } of weights)
      if (uids.get(hotkey) !== uid) add(hotkey, uid, `uid ${uids.get(hotkey) ?? 'none'}`, `uid ${uid}`, 1)
    return found
  }
}

type Facts = ReturnType<typeof toFacts>[number]

const toText = ({ uid, registeredBlock, model, modelBlock }: Facts): string =>
  `uid ${uid} registered in block ${registeredBlock}, model ${model ?? 'none'} of block ${modelBlock ?? '–'}`
