import fc from 'fast-check'

/**
 * Properties are tried on the same inputs in every run, so that a change is judged by what it changed.
 * `PROPERTY_SEED=<whole number> npm test` tries others.
 */
const DEFAULT_SEED = 20_240_229

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? DEFAULT_SEED) })
