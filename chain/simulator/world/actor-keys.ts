import { createHash } from 'node:crypto'

/** Accounts of one participant; nobody has their keys, and nothing here is signed. */
export interface ActorKeys {
  readonly coldkey: Uint8Array
  readonly hotkey: Uint8Array
}

/** 32 bytes of a name: the same name is the same account in every run. */
export const accountNamed = (name: string): Uint8Array => new Uint8Array(createHash('sha256').update(name).digest())

/** Accounts of a participant by its name. */
export const keysNamed = (name: string): ActorKeys => ({
  coldkey: accountNamed(`coldkey of ${name}`),
  hotkey: accountNamed(`hotkey of ${name}`),
})
