import type { BlockRef, TxStatus } from '../api.ts'
import { createStream, type Stream } from '../stream.ts'

/** Status streams of watched extrinsics, by hex of their hash. */
export interface Watchers {
  watch(id: string, signal: AbortSignal): AsyncIterable<TxStatus>
  /** Tells who watches; ends their streams after a status that nothing follows. */
  emit(id: string, status: TxStatus): void
  /** Tells that a block includes an extrinsic; `finalized` follows with `finalize`. */
  include(id: string, block: BlockRef, index: number): void
  /** Tells those that wait in blocks up to a number. */
  finalize(number: number): void
  /** Ends everything with `dropped`. */
  close(): void
}

const isLast = (status: TxStatus): boolean => !['future', 'ready', 'inBlock'].includes(status.tag)

export function createWatchers(): Watchers {
  const streams = new Map<string, Set<Stream<TxStatus>>>()
  // Only watched extrinsics wait here, in the order of their blocks.
  const included = new Map<string, { readonly block: BlockRef; readonly index: number }>()

  const emit = (id: string, status: TxStatus): void => {
    for (const stream of [...(streams.get(id) ?? [])]) {
      stream.push(status)
      if (isLast(status)) stream.end()
    }
  }

  return {
    watch(id, signal) {
      const stream: Stream<TxStatus> = createStream(signal, () => {
        const left = streams.get(id)
        left?.delete(stream)
        if (left?.size !== 0) return
        streams.delete(id)
        included.delete(id)
      })
      if (signal.aborted) return stream.values
      const others = streams.get(id) ?? new Set()
      streams.set(id, others.add(stream))
      return stream.values
    },
    emit,
    include(id, block, index) {
      if (!streams.has(id)) return
      emit(id, { tag: 'inBlock', block, index })
      included.set(id, { block, index })
    },
    finalize(number) {
      for (const [id, { block, index }] of [...included]) {
        if (block.number > number) break
        included.delete(id)
        emit(id, { tag: 'finalized', block, index })
      }
    },
    close() {
      for (const id of [...streams.keys()]) emit(id, { tag: 'dropped' })
    },
  }
}
