import { fromHex } from '../../shared/bytes.ts'
import { isAppError, messageOf } from '../../shared/errors.ts'
import { parseCommitmentBytes, type SecretCommitment, secretHash } from '../../shared/round/secret-commitment.ts'
import type { ChainCommitment, Metagraph } from '../../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import type { PublishedRound } from '../publish/shapes.ts'
import type { AuditChain } from './chain.ts'
import type { Findings } from './deviation.ts'

/** The subnet as of the block of a round's beacon. */
export interface RoundView {
  readonly metagraph: Metagraph
  readonly onChain: ReadonlyMap<Ss58, ChainCommitment>
}

/** What a beacon is held against. */
export interface BeaconDeps {
  readonly chain: AuditChain
  readonly netuid: NetUid
  readonly findings: Findings
}

/**
 * Holds what a round was drawn from against the chain: the hash of its block, and the secret, whose hash must have been
 * on chain in a block before, and which must not have been open then. Returns what the chain held at that block;
 * `undefined` when the node does not know any more or the block is not the chain's.
 * @throws AppError `chain-unreachable`.
 */
export async function checkBeacon(
  { chain, netuid, findings }: BeaconDeps,
  { validator, round, block, secret, secretHash: told, committedBlock }: PublishedRound,
): Promise<RoundView | undefined> {
  const at = { round, block: block.number, hotkey: validator }
  const hash = secretHash(fromHex(secret))
  if (told !== hash || (committedBlock ?? 0) >= block.number) {
    const found = `a hash ${told} of block ${committedBlock}`
    findings.add({ ...at, what: 'inconsistent', size: 1, expected: `${hash} of a block before ${block.number}`, found })
  }
  const real = await chain.blockAt(block.number)
  if (real?.hash !== block.hash) {
    const expected = real === undefined ? 'no such block yet' : real.hash
    findings.add({ ...at, what: 'beacon', size: 1, expected, found: block.hash })
    return undefined
  }
  let view: RoundView
  let own: ChainCommitment | undefined
  try {
    const [metagraph, onChain] = await Promise.all([chain.metagraphAt(netuid, block), chain.commitments(netuid, block)])
    view = { metagraph, onChain }
    own = onChain.get(validator)
    // The next secret may come on chain in the very block of the beacon: then the one before it counts.
    const parent = own?.block === block.number ? await chain.blockAt(block.number - 1) : undefined
    if (parent !== undefined) own = (await chain.commitments(netuid, parent)).get(validator)
  } catch (error) {
    if (!isAppError(error, 'no-state')) throw error
    findings.note(`${messageOf(error)}; secret, miners and models of round ${round} are not held against the chain`)
    return undefined
  }
  const commitment = secretCommitmentOf(own)
  if (own === undefined || commitment?.hash !== hash || own.block >= block.number)
    findings.add({
      ...at,
      what: 'secret',
      size: 1,
      expected: `a commitment to ${hash} in a block before ${block.number}`,
      found: own === undefined ? 'none' : `${commitment?.hash ?? 'something else'} in block ${own.block}`,
    })
  else if ([own, view.onChain.get(validator)].some((held) => opens(held, hash)))
    findings.add({ ...at, what: 'secret', size: 1, expected: 'a secret that nobody knew', found: 'one that was open' })
  return view
}

/** Whether a hotkey has opened the secret of a hash. */
function opens(onChain: ChainCommitment | undefined, hash: string): boolean {
  const opened = secretCommitmentOf(onChain)?.opened
  return opened !== undefined && secretHash(opened.secret) === hash
}

/** The commitment to a secret among what a hotkey has on chain. */
export function secretCommitmentOf(onChain: ChainCommitment | undefined): SecretCommitment | undefined {
  for (const field of onChain?.fields ?? []) {
    const commitment = field.tag === 'raw' ? parseCommitmentBytes(field.bytes) : undefined
    if (commitment !== undefined) return commitment
  }
  return undefined
}
