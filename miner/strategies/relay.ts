import { toBareHex } from '../../shared/bytes.ts'
import { deadline } from '../../shared/clock.ts'
import { AppError, messageOf } from '../../shared/errors.ts'
import { type Payload, parsePayload } from '../../shared/wire/payload.ts'
import { commitRoute, revealRoute } from '../../shared/wire/routes.ts'
import type { Asked } from '../forward.ts'
import { createAskAxon } from './ask-axon.ts'
import type { Strategy, StrategyDeps } from './strategy.ts'
import type { StrategyConfig } from './strategy-config.ts'

export interface RelayDeps extends Omit<StrategyDeps, 'model' | 'mechanism'> {
  /** How it answers when the victim does not. */
  readonly own: Strategy
}

/**
 * Lets another miner do the work: every task is passed on to it as a validator would ask, commit and reveal at once, and
 * what comes back is answered. The victim answers whoever has a permit, so the relay's hotkey needs stake. The relay
 * registers the victim's model, so that even the victim's proofs hold for it.
 * @throws AppError `victim-is-self`; of the chain.
 */
export async function openRelay(
  { victim, timeoutMs }: Extract<StrategyConfig, { readonly tag: 'relay' }>,
  { own, hotkey, neuronOf, registeredModelOf, clock, log, random, signal }: RelayDeps,
): Promise<Strategy> {
  if (victim === hotkey.ss58)
    throw new AppError('victim-is-self', `${victim} is this miner's own hotkey; give that of another miner`)
  const digest = (await registeredModelOf(victim)) ?? own.digest
  const ask = createAskAxon({ sender: hotkey, clock })
  const claim = ({ answers, model, proofs }: Payload): Payload => ({
    answers,
    model: digest,
    // Proofs of another model than the registered one would only give it away.
    proofs: model === digest ? proofs : [],
  })

  const relay = async ({ request }: Asked): Promise<Payload> => {
    const axon = neuronOf(victim)?.axon
    if (axon === undefined) throw new AppError('victim-failed', `${victim} has announced no axon`)
    const receiver = { hotkey: victim, axon }
    const round = toBareHex(random(16))
    const late = deadline(timeoutMs, signal)
    await ask(commitRoute, receiver, { ...request, round }, late)
    const { payload } = await ask(revealRoute, receiver, { round }, late)
    return parsePayload(payload)
  }

  return {
    digest,
    async forward(asked) {
      try {
        return claim(await relay(asked))
      } catch (error) {
        signal.throwIfAborted()
        log.debug('the victim did not answer; the own model does', { victim, reason: messageOf(error) })
        return claim(await own.forward(asked))
      }
    },
  }
}
