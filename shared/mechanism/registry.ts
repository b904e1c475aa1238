import { readHeldOut } from '../data/held-out.ts'
import { AppError } from '../errors.ts'
import { glyphs } from './glyphs/glyphs.ts'
import { createLabelled, createLabelledForMiner } from './labelled/labelled.ts'
import type { Mechanism } from './mechanism.ts'
import { programs } from './programs/programs.ts'

/** What a mechanism may need to open. */
export interface MechanismOptions {
  /** Path of the held-out rows of `labelled`; validators give it, miners do not. */
  readonly heldOut?: string | undefined
}

/** Ids that `openMechanism` takes, with their descriptions for `--help`. */
export const MECHANISMS: Readonly<Record<string, string>> = {
  [glyphs.id]: glyphs.description,
  labelled: createLabelledForMiner().description,
  [programs.id]: programs.description,
}

/**
 * The mechanism of an id.
 * @throws AppError `unknown-mechanism` listing the valid ones; `no-held-out` or `malformed` for the held-out file.
 */
export async function openMechanism(id: string, { heldOut }: MechanismOptions = {}): Promise<Mechanism> {
  switch (id) {
    case 'glyphs':
      return glyphs
    case 'labelled':
      return heldOut === undefined ? createLabelledForMiner() : createLabelled(await readHeldOut(heldOut))
    case 'programs':
      return programs
    default:
      throw new AppError(
        'unknown-mechanism',
        `mechanism ${JSON.stringify(id)} does not exist; valid are ${Object.keys(MECHANISMS).join(', ')}`,
      )
  }
}
