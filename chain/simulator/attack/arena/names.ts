import { utf8 } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { toSs58 } from '../../../../shared/crypto/ss58.ts'
import { createRng, type Rng } from '../../../../shared/rng.ts'
import type { Ss58 } from '../../../../shared/units.ts'

/** 32 bytes of a text. */
export const bytesOf = (text: string): Uint8Array => blake2b256(utf8(text))

const hotkeys = new Map<string, Ss58>()

/** The account of a name, whose key nobody has. */
export function hotkeyNamed(name: string): Ss58 {
  const hotkey = hotkeys.get(name) ?? toSs58(bytesOf(`hotkey ${name}`))
  hotkeys.set(name, hotkey)
  return hotkey
}

/** A generator that hangs on the seed of a run and what it is for, not on whether the attack is on. */
export const rngOf = (seed: number, purpose: string): Rng => createRng(bytesOf(`attack ${purpose} ${seed}`))
