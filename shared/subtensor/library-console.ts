import type { Logger } from '../log.ts'

const LEVELS = ['log', 'warn', 'error'] as const
/** @polkadot's logger prints `date, "      API-WS:", text…` on the console; nothing else here uses the console. */
const TAG = /^\s*(API|RPC|REGISTRY|METADATA|PORTABLEREGISTRY|STORAGE|DRR)[A-Z/-]*:/

let hushed = false

/** Sends what @polkadot/api prints on the console to our log at debug level. Takes effect once. */
export function hushLibrary(log: Logger): void {
  if (hushed) return
  hushed = true
  for (const level of LEVELS) {
    const print = console[level].bind(console)
    console[level] = (...args: unknown[]) => {
      const tag = args[1]
      if (typeof tag === 'string' && TAG.test(tag))
        log.debug('chain library', { tag: tag.trim(), text: args.slice(2).join(' ') })
      else print(...args)
    }
  }
}
