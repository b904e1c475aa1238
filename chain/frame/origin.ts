import { DispatchFaultError } from './error.ts'

/** Who asks: a signed account, the sudo key through Sudo, or the block author (inherents). */
export type Origin =
  | { readonly tag: 'signed'; readonly who: Uint8Array }
  | { readonly tag: 'root' }
  | { readonly tag: 'none' }

/** The signing account. @throws DispatchFaultError `BadOrigin`. */
export function ensureSigned(origin: Origin): Uint8Array {
  if (origin.tag !== 'signed') throw new DispatchFaultError({ tag: 'BadOrigin' }, 'this call needs a signed origin')
  return origin.who
}

/** @throws DispatchFaultError `BadOrigin`. */
export function ensureRoot(origin: Origin): void {
  if (origin.tag !== 'root') throw new DispatchFaultError({ tag: 'BadOrigin' }, 'this call needs the root origin')
}

/** @throws DispatchFaultError `BadOrigin`. */
export function ensureNone(origin: Origin): void {
  if (origin.tag !== 'none') throw new DispatchFaultError({ tag: 'BadOrigin' }, 'this call is for inherents alone')
}
