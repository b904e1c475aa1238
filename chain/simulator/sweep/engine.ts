import type { JsonObject } from './json.ts'
import type { Factor } from './vary.ts'

/** What one run of a scenario measures, by the names of `MEASURES`; what is not defined for the run is left out. */
export type Measures = Readonly<Record<string, number>>

/** One run, as a worker gets it. */
export interface RunTask {
  readonly scenario: JsonObject
  /** Folder that paths in the scenario start from. */
  readonly base: string
  readonly seed: string
}

/** What a module of a worker exports: one run of a scenario, measured. The same task gives the same measures. */
export type MeasureRun = (task: RunTask) => Measures | Promise<Measures>

/** A scenario to vary. */
export interface SweepSubject {
  /** With all defaults. */
  readonly scenario: JsonObject
  /** Folder that paths in the scenario start from. */
  readonly base: string
  /** SHA-256, lower-case hex, of the files that it names, strategies and snapshots, by these names. */
  readonly files: Readonly<Record<string, string>>
  /**
   * Checks a variant of the scenario and fills in what it leaves out.
   * @throws AppError that names the field and what would be valid.
   */
  readonly parse: (scenario: JsonObject) => JsonObject
}

/** What a sweep needs to know of the simulator. */
export interface SweepEngine {
  /**
   * Reads a scenario file and what its variants may name.
   * @throws AppError that names the file and what is wrong with it.
   */
  readonly load: (file: string, factors: readonly Factor[]) => Promise<SweepSubject>
  /** Module that exports `work: MeasureRun`, as a file: URL. */
  readonly worker: string
}
