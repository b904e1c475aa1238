import { expect, it } from 'vitest'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { countProofs } from '../../shared/proof/proof.ts'
import { planRound } from '../../shared/round/plan.ts'
import { toSizes } from '../../shared/round/sizes.ts'
import { MAX_PROOF_CHARACTERS } from '../../shared/wire/limits.ts'
import type { AnswerRecord } from '../../validator/db/rounds.ts'
import type { Dendrite } from '../../validator/dendrite.ts'
import { askReveals } from '../../validator/reveal-phase.ts'
import { commitOf, gradeOf, hotkeyOf, revealOf } from './support/database.ts'

/** As many digits as a number of an answer can have. */
const LONG_NUMBER = 1.234_567_890_123_456_7e-100

const withLongNumbers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'number' ? LONG_NUMBER : part))

it.each(
  ['glyphs', 'forecast', 'language', 'programs', 'retrieval'].flatMap((id) =>
    [1, 128, 4_096].map((items) => ({ id, items })),
  ),
)(
  'there is room for every digit of $items answers to $id and their proofs, and not for much more',
  async ({ id, items }) => {
    const mechanism = await openMechanism(id)
    const plan = planRound(mechanism, new Uint8Array(32).fill(3), toSizes(items))
    const tasks = plan.forMiner(hotkeyOf(1)).map(({ task }) => task)
    const honest = JSON.stringify({
      answers: withLongNumbers(mechanism.naiveAnswers(tasks)),
      model: 'ab'.repeat(32),
      proofs: Array.from({ length: countProofs(items) }, () => 'x'.repeat(MAX_PROOF_CHARACTERS)),
    })
    // The payload is a text within the response.
    const response = JSON.stringify({ payload: honest, salt: 'cd'.repeat(32) })

    let allowed = 0
    const dendrite: Dendrite = {
      async ask(_route, calls, { maxResponseBytes = 0 }) {
        allowed = maxResponseBytes
        return calls.map(() => ({ tag: 'timeout', detail: 'nobody is there' }))
      },
      close() {},
    }
    const owing: AnswerRecord = { ...gradeOf(1), ...revealOf(1), ...commitOf(1), standing: null }
    const round = { name: 'a round', answers: [owing], deadlineMs: 1_000 }
    await askReveals({ dendrite, mechanism }, round, { plan, neurons: [] }, new AbortController().signal)
    expect(allowed).toBeGreaterThanOrEqual(response.length)
    expect(allowed).toBeLessThanOrEqual(16_384 + 16 * response.length)
  },
)
