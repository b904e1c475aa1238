import { utf8 } from '../../../../shared/bytes.ts'
import { sha256Hex } from '../../../../shared/crypto/hashes.ts'
import type { AnswerModel } from './answer-model.ts'

/** The model of one participant. */
export interface MemberModel {
  /** SHA-256 of its file, or of its name where there is none: what it registers, 64 hex digits. */
  readonly digest: string
  /** Its skill, where that is not what the scenario says. */
  readonly skill?: number
  /** What answers with a skill; a file answers part of the tasks and guesses the others, and never exceeds its own. */
  at(skill: number): AnswerModel
}

/** Models of all participants of a run. */
export interface MemberModels {
  /** @param skill as the scenario has it. */
  modelOf(name: string, skill: number): MemberModel
  /** Digest of a model that a participant can register without running it. */
  readonly foreignDigest: string
}

/** A digest that no file has. */
export const digestOfName = (name: string): string => sha256Hex(utf8(`model of ${name}`))
