import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { createRng } from '../../shared/rng.ts'
import { createForward } from '../forward.ts'
import { readModelFile } from '../load-model.ts'
import { createCacheModel } from './cache-model.ts'
import { claimDigest } from './claim-digest.ts'
import { createLate } from './late.ts'
import { createRandomModel } from './random-model.ts'
import { openRelay } from './relay.ts'
import type { Strategy, StrategyDeps } from './strategy.ts'
import type { StrategyConfig } from './strategy-config.ts'

/**
 * Opens the strategy of a miner.
 * @throws AppError `model-mismatch`, `model-missing`, `victim-is-self`, or of the chain.
 */
export async function openStrategy(config: StrategyConfig, deps: StrategyDeps): Promise<Strategy> {
  const { mechanism, model, random } = deps
  const { digest } = model
  const honest = createForward({ mechanism, model })
  switch (config.tag) {
    case 'honest':
      return { forward: honest, digest }
    case 'random':
      return { forward: createForward({ mechanism, model: createRandomModel(model, createRng(random(32))) }), digest }
    case 'cache':
      return { forward: createForward({ mechanism, model: createCacheModel(model, deps) }), digest }
    case 'late':
      return { forward: createLate({ ...deps, forward: honest, delayMs: config.delayMs }), digest }
    case 'relay':
      return openRelay(config, { ...deps, own: { forward: honest, digest } })
    case 'downgrade': {
      const claimed = sha256Hex(await readModelFile(config.claims))
      return { forward: createForward({ mechanism, model: claimDigest(model, claimed) }), digest: claimed }
    }
  }
}
