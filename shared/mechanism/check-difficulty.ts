import { AppError } from '../errors.ts'

/**
 * Passes a difficulty on.
 * @throws AppError `out-of-range` when it is not from 0 to 1.
 */
export function checkDifficulty(difficulty: number): number {
  if (!(difficulty >= 0 && difficulty <= 1))
    throw new AppError(
      'out-of-range',
      `difficulty ${difficulty} is not valid; use a number from 0 (easiest) to 1 (hardest)`,
    )
  return difficulty
}
