/** A binary heap: `pop` takes the item that `isBefore` all others. */
export interface Heap<T> {
  push(item: T): void
  pop(): T | undefined
}

export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []
  /** Item `index` is before item `other`; a missing one is before none. */
  const leads = (index: number, other: number): boolean => {
    const [a, b] = [items[index], items[other]]
    return a !== undefined && b !== undefined && isBefore(a, b)
  }
  const swap = (index: number, other: number): void => {
    const [a, b] = [items[index], items[other]]
    if (a === undefined || b === undefined) return
    items[index] = b
    items[other] = a
  }
  return {
    push(item) {
      let index = items.push(item) - 1
      for (let parent = (index - 1) >> 1; leads(index, parent); parent = (index - 1) >> 1) {
        swap(index, parent)
        index = parent
      }
    },
    pop() {
      swap(0, items.length - 1)
      const first = items.pop()
      let index = 0
      while (true) {
        const left = 2 * index + 1
        const child = leads(left + 1, left) ? left + 1 : left
        if (!leads(child, index)) return first
        swap(child, index)
        index = child
      }
    },
  }
}
