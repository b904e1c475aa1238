import { readHeldOut } from '../data/held-out.ts'
import { AppError } from '../errors.ts'
import { forecast } from './forecast/forecast.ts'
import { glyphs } from './glyphs/glyphs.ts'
import { createLabelled, createLabelledForMiner } from './labelled/labelled.ts'
import { language } from './language/language.ts'
import type { Mechanism } from './mechanism.ts'
import { isModulePath, MECHANISM_IDS, parseMechanismName } from './names.ts'
import { importMechanism } from './own-module.ts'
import { programs } from './programs/programs.ts'
import { retrieval } from './retrieval/retrieval.ts'

/** What a mechanism may need to open. */
export interface MechanismOptions {
  /** Path of the held-out rows of `labelled`; validators give it, miners do not. */
  readonly heldOut?: string | undefined
}

/** Mechanisms that need nothing to open. */
const BUILT_IN: readonly Mechanism[] = [glyphs, forecast, language, programs, retrieval]

/** Ids that `openMechanism` takes, with their descriptions for `--help`. */
export const MECHANISMS: Readonly<Record<string, string>> = Object.fromEntries(
  [...BUILT_IN, createLabelledForMiner()].map(({ id, description }) => [id, description]),
)

/**
 * The mechanism of an id, or of a person's own module by its path, such as `./mine.ts`.
 * @throws AppError `unknown-mechanism` listing the valid ones; `no-held-out` or `malformed` for the held-out file; as
 * `importMechanism` for a module.
 */
export async function openMechanism(name: string, { heldOut }: MechanismOptions = {}): Promise<Mechanism> {
  if (isModulePath(parseMechanismName(name))) return importMechanism(name, MECHANISM_IDS)
  if (name === 'labelled')
    return heldOut === undefined ? createLabelledForMiner() : createLabelled(await readHeldOut(heldOut))
  const found = BUILT_IN.find(({ id }) => id === name)
  if (found === undefined) throw new AppError('unknown-mechanism', `mechanism ${name} is not in the registry`)
  return found
}
