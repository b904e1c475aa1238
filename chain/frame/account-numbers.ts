const ACCOUNT_BYTES = 32
const FIRST_PLACES = 256

/** Numbers accounts in the order in which they are first seen, so that a map of them needs no hashing of 32 bytes. */
export class AccountNumbers {
  #accounts: Uint8Array[] = []
  /** Open addressing: 1 + the number of an account, 0 for a free place. */
  #places = new Int32Array(FIRST_PLACES)
  #last: Uint8Array | undefined
  #lastNumber = 0

  /** The number of an account; a new one for an account that was never seen. The array must not change afterwards. */
  of(account: Uint8Array): number {
    // Several items in a row are asked about one account.
    if (account === this.#last) return this.#lastNumber
    const number = this.#find(account)
    this.#last = account
    this.#lastNumber = number
    return number
  }

  #find(account: Uint8Array): number {
    const mask = this.#places.length - 1
    let place = mix(account) & mask
    for (;;) {
      const taken = this.#places[place] ?? 0
      if (taken === 0) return this.#add(account, place)
      const known = this.#accounts[taken - 1]
      if (known === account || (known !== undefined && isEqual(known, account))) return taken - 1
      place = (place + 1) & mask
    }
  }

  #add(account: Uint8Array, place: number): number {
    this.#accounts.push(account)
    const count = this.#accounts.length
    this.#places[place] = count
    if (2 * count > this.#places.length) this.#grow()
    return count - 1
  }

  #grow(): void {
    const places = new Int32Array(2 * this.#places.length)
    const mask = places.length - 1
    for (const [number, account] of this.#accounts.entries()) {
      let place = mix(account) & mask
      while (places[place] !== 0) place = (place + 1) & mask
      places[place] = number + 1
    }
    this.#places = places
  }
}

/** Any number that depends on a few bytes of either end; the others only decide between accounts in one place. */
function mix(account: Uint8Array): number {
  const head = (account[0] ?? 0) | ((account[1] ?? 0) << 8) | ((account[2] ?? 0) << 16) | ((account[3] ?? 0) << 24)
  const tail = (account[28] ?? 0) | ((account[29] ?? 0) << 8) | ((account[30] ?? 0) << 16) | ((account[31] ?? 0) << 24)
  const mixed = Math.imul(head ^ Math.imul(tail, 0x01000193), 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < ACCOUNT_BYTES; at++) if (a[at] !== b[at]) return false
  return true
}
