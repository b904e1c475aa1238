import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { toSs58 } from '../../../shared/crypto/ss58.ts'
import type { DeviationKind } from '../../../validator/audit/deviation.ts'
import { signBody } from '../../../validator/publish/signed-body.ts'
import { failing, minerOf, received, VALIDATOR } from '../support/round.ts'
import { type Json, minerIn, put, resigned } from './support/edits.ts'
import { audit, type Change, HONEST, type Played, playedValidator } from './support/played.ts'

let played: Played
beforeAll(async () => {
  await cryptoReady()
  played = await playedValidator({ miners: { ...HONEST, 5: failing(received({ hash: 'no' })) }, epochs: 4 })
})

async function kindsOf(change: Change): Promise<readonly DeviationKind[]> {
  const { validators } = await audit(played, { change })
  return [...new Set(validators[0]?.deviations.map(({ what }) => what))]
}

/** What is found of a validator that edits what it publishes and signs it. */
describe('a validator is found out that', () => {
  const edits: readonly (readonly [string, DeviationKind, Change])[] = [
    [
      'changes an answer',
      'outcome',
      resigned('/transcripts/2', (body) => {
        const miner = minerIn(body, 2)
        miner.payload = miner.payload.replace('A', 'B')
      }),
    ],
    [
      'swaps the answers of two miners',
      'commit-signature',
      resigned('/transcripts/2', (body) => {
        const [a, b] = [minerIn(body, 1), minerIn(body, 4)]
        for (const field of ['payload', 'salt', 'commitHash', 'signature']) [a[field], b[field]] = [b[field], a[field]]
      }),
    ],
    [
      'says that an answer came late',
      'outcome',
      resigned('/transcripts/2', (body) => put(minerIn(body, 1), { outcome: 'late' })),
    ],
    [
      'lets an answer count that never came',
      'outcome',
      resigned('/transcripts/2', (body) => void Object.assign(minerIn(body, 5), { outcome: 'answered', skill: 1 })),
    ],
    [
      'gives more skill',
      'score',
      resigned('/transcripts/3', (body) => put(minerIn(body, 3), { skill: minerIn(body, 3).skill + 0.01 })),
    ],
    [
      'remembers a miner better than it was',
      'standing',
      resigned('/transcripts/3', (body) =>
        put(minerIn(body, 3).standing.skill, { mean: minerIn(body, 3).standing.skill.mean + 0.01 }),
      ),
    ],
    [
      'forgets to ask a miner',
      'not-asked',
      resigned('/transcripts/2', (body) => {
        body.miners = body.miners.filter(({ hotkey }: Json) => hotkey !== minerOf(2))
      }),
    ],
    [
      'says that proofs hold where there are none',
      'proof',
      resigned('/transcripts/2', (body) => put(minerIn(body, 3), { proof: 'verified' })),
    ],
    [
      'says that proofs held of a miner without answers',
      'proof',
      resigned('/transcripts/2', (body) => put(minerIn(body, 5), { proofsPassed: 3 })),
    ],
    [
      'refuses a signature that holds, and asks for no answers',
      'outcome',
      resigned('/transcripts/2', (body) =>
        put(minerIn(body, 1), { outcome: 'wrong-signature', payload: null, salt: null }),
      ),
    ],
    [
      'asks strangers',
      'asked-stranger',
      resigned('/transcripts/2', (body) => {
        for (let n = 100; n < 250; n++)
          body.miners.push({ ...body.miners[0], hotkey: toSs58(new Uint8Array(32).fill(n)) })
      }),
    ],
    [
      'tells of another model than the registered one',
      'registered-model',
      resigned('/transcripts/2', (body) =>
        Object.assign(minerIn(body, 3), { registeredModel: 'ab'.repeat(32), registeredBlock: 1 }),
      ),
    ],
    ['takes another secret', 'secret', resigned('/transcripts/2', (body) => put(body, { secret: '11'.repeat(32) }))],
    [
      'takes another scale',
      'scale',
      resigned('/transcripts/2', (body) => put(body.scale, { perfect: body.scale.perfect + 0.1 })),
    ],
    [
      'shows another round than it lists',
      'inconsistent',
      resigned('/transcripts/2', (body) => put(body.block, { number: body.block.number + 1 })),
    ],
    [
      'makes up a beacon',
      'beacon',
      (path, signed) => {
        const edit = (entry: Json): void => {
          if (entry.round !== 2) return
          const hash = `0x${'ab'.repeat(32)}`
          entry.block.hash = hash
          entry.name = `2 at block ${entry.block.number} ${hash.slice(0, 18)}`
        }
        if (path === '/transcripts/2') return resigned(path, edit)(path, signed)
        return resigned('/transcripts', (body) => body.rounds.forEach(edit))(path, signed)
      },
    ],
    [
      'leaves a round out of its list',
      'missing-round',
      resigned('/transcripts', (body) => void body.rounds.splice(1, 1)),
    ],
    ['puts rounds in another order', 'order', resigned('/transcripts', (body) => void body.rounds.reverse())],
    ['does not serve a round', 'withheld-round', (path, signed) => (path === '/transcripts/2' ? undefined : signed)],
    [
      'shows the header alone of an opened round',
      'withheld-round',
      (path, signed) =>
        path !== '/transcripts/2'
          ? signed
          : resigned(path, (body) => {
              Object.assign(body, { kind: 'header', isOpened: false, isKept: true, abandoned: null })
            })(path, signed),
    ],
    [
      'does not open its secrets',
      'not-opened',
      resigned('/transcripts', (body) => {
        for (const entry of body.rounds) entry.isOpened = false
      }),
    ],
    [
      'publishes another row than it set',
      'row-on-chain',
      resigned('/weights', (body) =>
        put(body.rows.at(-1).weights[1], { value: body.rows.at(-1).weights[1].value - 500 }),
      ),
    ],
    [
      'hides a row',
      'row-on-chain',
      resigned('/weights', (body) => {
        body.rows.splice(1, 1)
        body.rows[1].weights[2].value -= 9
      }),
    ],
    [
      'leaves a miner out of a row',
      'basis',
      resigned('/weights', (body) => void body.rows.at(-1).basis.miners.splice(2, 1)),
    ],
    [
      'makes up facts of a miner',
      'basis',
      resigned('/weights', (body) => {
        body.rows.at(-1).basis.miners[1].registeredBlock = 0
        body.rows.at(-1).basis.miners[1].modelBlock = 0
      }),
    ],
  ]
  it.each(edits)('%s: %s', async (_, kind, change) => {
    expect(await kindsOf(change)).toContain(kind)
  })
})

it('a row from much older scores than there were is told', async () => {
  const long = await playedValidator({ epochs: 7, miners: { 1: HONEST[1]! } })
  const change = resigned('/weights', ({ rows }) => put(rows[0].basis, { round: 1 }))
  const { validators } = await audit(long, { change })
  expect(validators[0]?.deviations.map(({ what }) => what)).toContain('basis')
})

describe('what comes in another form is told, and the rest is audited', () => {
  const cut = (path: string, body: { bytes: Uint8Array; signature: string }) =>
    path === '/transcripts/3' ? { ...body, bytes: body.bytes.slice(0, -100) } : body
  const signed = ({ bytes }: { bytes: Uint8Array }) => signBody(bytes, VALIDATOR)

  const broken: readonly (readonly [string, DeviationKind, Change])[] = [
    ['a cut transcript', 'bad-signature', cut],
    ['a cut one that is signed', 'unreadable', (path, body) => signed(cut(path, body))],
    [
      'a list of nothing',
      'unreadable',
      (path, body) => (path === '/transcripts/3' ? signed({ bytes: utf8('[]') }) : body),
    ],
    ['somebody else’s signature', 'bad-signature', (_, body) => ({ ...body, signature: `0x${'00'.repeat(64)}` })],
    ['a signature that is none', 'bad-signature', (_, { bytes }) => ({ bytes, signature: 'none' })],
    [
      'another validator’s identity',
      'unreadable',
      resigned('/identity', (body) => put(body, { validator: minerOf(1) })),
    ],
    [
      'a miner that is there twice',
      'unreadable',
      resigned('/transcripts/3', (body) => void body.miners.push(body.miners[0])),
    ],
    [
      'a huge body',
      'too-large',
      (path, body) => (path === '/weights' ? signed({ bytes: new Uint8Array(20_000_000) }) : body),
    ],
    [
      'deep nesting',
      'unreadable',
      (path, body) => (path === '/transcripts/3' ? signed({ bytes: utf8('['.repeat(100_000)) }) : body),
    ],
  ]

  it.each(broken)('%s: %s', async (_, kind, change) => {
    expect(await kindsOf(change)).toContain(kind)
  })

  it('goes on after a gap from what the validator says it remembers', async () => {
    const { validators } = await audit(played, {
      change: (path, body) => (path === '/transcripts/3' ? undefined : body),
    })
    expect(validators[0]).toMatchObject({ verdict: 'faulty', trustedFrom: 4 })
    expect(validators[0]?.rows.replayed).toBeGreaterThan(0)
  })
})

it('finds every edit of a single byte', async () => {
  const { bytes } = played.bodies.get('/transcripts/2')!
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const change: Change = (path, body) =>
        path === '/transcripts/2'
          ? { ...body, bytes: body.bytes.map((byte, i) => (i === at ? byte ^ by : byte)) }
          : body
      expect(await kindsOf(change)).toEqual(['bad-signature'])
    }),
    { numRuns: 10 },
  )
})

/** What nothing follows from, or nothing in these rounds. */
const HARMLESS = /(detail|proofDetail|latencyMs|revealMs|startedAt|durationMs|deadlineMs)$|^scoring/

/** Paths of the values that differ by more than rounding. */
function differences(a: Json, b: Json, path: readonly string[] = []): readonly string[] {
  if (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))) return []
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? [] : [path.join('.')]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differences(a[key], b[key], [...path, key]),
  )
}

it('finds every edit of a single character that the validator signs, but for what nothing follows from', async () => {
  const text = Buffer.from(played.bodies.get('/transcripts/2')!.bytes).toString()
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('0', '1', 'a', '"', '}', '-'), async (at, by) => {
      fc.pre(text[at] !== by)
      const edited = text.slice(0, at) + by + text.slice(at + 1)
      const change: Change = (path, body) => (path === '/transcripts/2' ? signBody(utf8(edited), VALIDATOR) : body)
      const kinds = await kindsOf(change)
      if (kinds.length > 0) return
      expect(differences(JSON.parse(text), JSON.parse(edited)).filter((path) => !HARMLESS.test(path))).toEqual([])
    }),
    { numRuns: 40 },
  )
})

it('keeps what it cannot hold against an old chain apart from what is wrong', async () => {
  const { AppError } = await import('../../../shared/errors.ts')
  const noState = async (): Promise<never> => {
    throw new AppError('no-state', 'the node has no state of that block any more')
  }
  const chain = { ...played.chain, metagraphAt: noState, weightsAt: noState }
  const { validators, verdict } = await audit(played, {}, { chain })
  expect(verdict).toBe('clean')
  expect(validators[0]?.notes.join('\n')).toMatch(/no state.*not held against the chain/)
})
