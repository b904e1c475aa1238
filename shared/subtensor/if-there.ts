import { isAppError } from '../errors.ts'

/** What this chain does not have, because it is older, newer or another one, is left out. */
export async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isAppError(error, 'not-on-this-chain')) return undefined
    throw error
  }
}
