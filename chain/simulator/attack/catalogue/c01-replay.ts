import { utf8 } from '../../../../shared/bytes.ts'
import { keypairFromSeed } from '../../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { isAppError } from '../../../../shared/errors.ts'
import { signRequest, verifyRequest } from '../../../../shared/wire/auth.ts'
import { createReplayStore, type ReplayStore } from '../../../../shared/wire/replay-store.ts'
import { bytesOf } from '../arena/names.ts'
import { type Attack, FREE } from '../attack.ts'

const REQUESTS = 6
const START_NS = 1_700_000_000_000_000_000n
const SECOND_NS = 1_000_000_000n
const TARGET = '/commit'

/** A store that remembers nothing. */
const forgetful = (notBeforeNs: bigint): ReplayStore => ({ notBeforeNs, has: () => false, add: () => 'new' })

/** C01: requests sent again. */
export const replay: Attack = {
  id: 'C01',
  name: 'replay',
  does: 'Records signed requests and sends them again: at once, after the receiver has restarted, after its clock has jumped back, and to another receiver. The gain is accepted requests over those that were signed.',
  side: 'network',
  level: 'wire',
  resources: 'a place on the wire',
  defences: ['nonces', 'restart-guard', 'receiver-bound'],
  async play({ seed, defences, isOn }) {
    await cryptoReady()
    const [sender, receiver, other] = ['sender', 'receiver', 'other'].map((name) =>
      keypairFromSeed(bytesOf(`replay ${name} ${seed}`)),
    )
    if (sender === undefined || receiver === undefined || other === undefined)
      throw new RangeError('three keys are made')
    const open = (startNs: bigint): ReplayStore => {
      const notBeforeNs = defences.has('restart-guard') ? startNs : 0n
      return defences.has('nonces') ? createReplayStore({ notBeforeNs }) : forgetful(notBeforeNs)
    }
    const accepts = (
      request: ReturnType<typeof sign>,
      at: { nowNs: bigint; seen: ReplayStore; self: string },
    ): boolean => {
      const to = defences.has('receiver-bound') && at.self === other.ss58 ? other.ss58 : receiver.ss58
      try {
        verifyRequest({ method: 'POST', target: TARGET, ...request, receiver: to, nowNs: at.nowNs, seen: at.seen })
        return true
      } catch (error) {
        if (isAppError(error)) return false
        throw error
      }
    }
    const sign = (index: number) => {
      const body = utf8(JSON.stringify({ round: index }))
      const nonceNs = START_NS + BigInt(index) * SECOND_NS
      const to = { sender, receiver: receiver.ss58, nonceNs }
      return { body, headers: signRequest({ method: 'POST', target: TARGET, body, ...to }) }
    }

    const first = open(START_NS)
    const restarted = open(START_NS + BigInt(REQUESTS) * SECOND_NS)
    const elsewhere = open(START_NS)
    const shares: number[] = []
    for (let index = 0; index < REQUESTS; index++) {
      const request = sign(index)
      const nowNs = START_NS + BigInt(index) * SECOND_NS + 1_000_000n
      const original = accepts(request, { nowNs, seen: first, self: receiver.ss58 })
      const again = !isOn
        ? []
        : [
            accepts(request, { nowNs: nowNs + SECOND_NS, seen: first, self: receiver.ss58 }),
            accepts(request, { nowNs: nowNs - SECOND_NS / 2n, seen: first, self: receiver.ss58 }),
            accepts(request, { nowNs: nowNs + 6n * SECOND_NS, seen: restarted, self: receiver.ss58 }),
            accepts(request, { nowNs: nowNs + SECOND_NS, seen: elsewhere, self: other.ss58 }),
          ]
      shares.push(Number(original) + again.filter(Boolean).length)
    }
    return {
      shares,
      honest: shares.map(() => 1),
      quality: [],
      pay: [],
      hits: [],
      spending: FREE,
      effort: 1,
    }
  },
}
