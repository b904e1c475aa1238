import { isAppError } from '../../shared/errors.ts'
import { committedLadder } from './ladder-folder.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** Whether a ladder has the same bytes as another, and the sentence that says so. */
export interface Comparison {
  readonly isEqual: boolean
  readonly text: string
}

/** Compares a ladder that was just trained with the committed one, by seed and SHA-256. */
export function compareLadders(trained: Manifest, committed: Manifest): Comparison {
  if (trained.seed !== committed.seed)
    return {
      isEqual: false,
      text: `Not compared: the committed models come from seed ${JSON.stringify(committed.seed)}.`,
    }
  const different = trained.models.filter(({ sha256 }, index) => committed.models[index]?.sha256 !== sha256)
  if (different.length === 0 && trained.models.length === committed.models.length)
    return { isEqual: true, text: 'Every file equals the committed one, byte for byte.' }
  const names = different.map(({ name }) => name).join(', ')
  const reason =
    trained.node === committed.node
      ? 'the program or the files were changed'
      : `they were trained by Node ${committed.node}, this is ${trained.node}, which may round differently`
  return { isEqual: false, text: `Different from the committed files: ${names}; ${reason}.` }
}

/** Compares a ladder that was just trained with the committed one of its mechanism, where there is one. */
export async function compareWithCommitted(trained: Manifest): Promise<Comparison> {
  try {
    return compareLadders(trained, await readManifest(committedLadder(trained.mechanism)))
  } catch (error) {
    if (!isAppError(error, 'no-ladder')) throw error
    return { isEqual: false, text: `Not compared: there are no committed models of ${trained.mechanism}.` }
  }
}
