import { extname } from 'node:path'
import { Tinypool } from 'tinypool'
import type { RetentionConfig } from './configs.ts'
import type { Plane } from './contour.ts'
import { drawTeams } from './teams.ts'

/** What to run. */
export interface RetentionOptions {
  readonly config: RetentionConfig
  readonly honestStakes: readonly number[]
  /** Grid points on each axis. */
  readonly points: number
  readonly seed: bigint
  /** Worker threads; the result does not depend on them. */
  readonly workers: number
}

/** The plane of one honest stake. */
export interface StakePlane extends Plane {
  readonly honestStake: number
}

/** Epochs that a run takes, not counting those that only hand out permits. */
export const epochsOf = ({ honestStakes, points }: Pick<RetentionOptions, 'honestStakes' | 'points'>): number =>
  honestStakes.length * points * points

/** The worker's file: TypeScript in a checkout, JavaScript in a package. */
const workerFile = () => new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href

/**
 * Runs one epoch for every honest stake and grid point, on worker threads. `onEpochs` hears how many more are done.
 * @throws the signal's reason when it aborts.
 */
export async function runRetention(
  { config, honestStakes, points, seed, workers }: RetentionOptions,
  onEpochs: (count: number) => void,
  signal: AbortSignal,
): Promise<StakePlane[]> {
  signal.throwIfAborted()
  const pool = new Tinypool({ filename: workerFile(), name: 'work', minThreads: workers, maxThreads: workers })
  const stop = () => void pool.destroy()
  signal.addEventListener('abort', stop, { once: true })
  const utilities = Array.from({ length: points }, (_, step) => step / (points - 1))
  const runPlane = async (honestStake: number): Promise<StakePlane> => {
    const teams = drawTeams({ honestStake, weightDeviation: config.weightDeviation, seed })
    const shares = new Float64Array(points * points)
    const runColumn = async (honestUtility: number, honest: number) => {
      const column: Float64Array = await pool.run({ teams, config, honestUtility, cabalUtilities: utilities })
      shares.set(column, honest * points)
      onEpochs(points)
    }
    await Promise.all(utilities.map(runColumn))
    return { honestStake, points, shares }
  }
  try {
    return await Promise.all(honestStakes.map(runPlane))
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    await pool.destroy()
  }
}
