import { AppError, messageOf } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { connectChain } from '../../shared/subtensor/connection.ts'
import { readSnapshot } from '../../shared/subtensor/read-snapshot.ts'
import { type MetagraphSnapshot, snapshotToJson } from '../../shared/subtensor/snapshot.ts'
import type { NetUid } from '../../shared/units.ts'
import { writeWhole } from '../../shared/write-whole.ts'

/** What to dump, and where to. */
export interface DumpOptions {
  readonly chain: string
  readonly netuid: NetUid
  /** `-` is standard output. */
  readonly out: string
  /** Number of a block that the node still has; default: the newest. */
  readonly block: number | undefined
  readonly log: Logger
}

/**
 * Writes a snapshot of a subnet of any subtensor endpoint.
 * @throws AppError `chain-unreachable`, `unknown-block`, `unwritable-file`; those of `readSnapshot`.
 */
export async function dumpMetagraph(
  { chain: url, netuid, out, block, log }: DumpOptions,
  stdout: { write(text: string): unknown },
): Promise<MetagraphSnapshot> {
  const chain = await connectChain({ url, log })
  try {
    const head = await chain.head()
    const hash = block === undefined ? head.hash : await chain.blockHash(block)
    if (hash === undefined)
      throw new AppError('unknown-block', `block ${block} does not exist; the newest is ${head.number}`, { block })
    const snapshot = await readSnapshot(chain, netuid, { number: block ?? head.number, hash })
    const text = snapshotToJson(snapshot)
    if (out === '-') stdout.write(text)
    else await writeSnapshot(out, text)
    return snapshot
  } finally {
    await chain.close()
  }
}

async function writeSnapshot(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text)
  } catch (error) {
    throw new AppError('unwritable-file', `cannot write ${file}: ${messageOf(error)}`, { file }, error)
  }
}
