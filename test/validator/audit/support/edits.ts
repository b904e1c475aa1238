import { utf8 } from '../../../../shared/bytes.ts'
import { signBody } from '../../../../validator/publish/signed-body.ts'
import { minerOf, VALIDATOR } from '../../support/round.ts'
import type { Change } from './played.ts'

/** Anything: tests change what is published as they like. */
export type Json = ReturnType<typeof JSON.parse>

/** What the validator itself publishes at a path instead: changed, and signed again. */
export const resigned =
  (target: string, change: (body: Json) => void): Change =>
  (path, signed) => {
    if (path !== target) return signed
    const body: Json = JSON.parse(Buffer.from(signed.bytes).toString())
    change(body)
    return signBody(utf8(JSON.stringify(body)), VALIDATOR)
  }

export const put = (target: object, fields: object): void => void Object.assign(target, fields)

/** A miner of a transcript, by number. */
export const minerIn = (body: Json, number: number): Json =>
  body.miners.find(({ hotkey }: Json) => hotkey === minerOf(number))
