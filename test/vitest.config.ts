import { defineConfig } from 'vitest/config'

const END_TO_END = 'test/e2e/**/*.test.ts'
/** Networks of twenty processes whose pay is measured: answers that come late would be measured, too. */
const TRIALS = ['test/e2e/adversaries.test.ts', 'test/e2e/scenario-agreement.test.ts']
/** Only what hangs takes as long: a machine with other work to do must not fail a test. */
const PATIENCE_MS = 120_000
/** Programs that tests start find here what the first of them compiled. */
const NODE_COMPILE_CACHE = new URL('../node_modules/.cache/node', import.meta.url).pathname
const WHOLE_NETWORK = { testTimeout: 240_000 }

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS / 2 } },
    setupFiles: ['test/setup.ts'],
    env: { NODE_COMPILE_CACHE },
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: [END_TO_END],
          // Two cores: one worker a core.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...WHOLE_NETWORK,
          name: 'e2e',
          include: [END_TO_END],
          exclude: TRIALS,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...WHOLE_NETWORK,
          name: 'trials',
          include: TRIALS,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
