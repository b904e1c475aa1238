import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { SweepEngine } from '../../../../../chain/simulator/sweep/engine.ts'
import { parserOf } from '../../../../../shared/zod-parser.ts'

const schema = z.strictObject({
  name: z.string().default('toy'),
  seed: z.string().default('toy'),
  lag: z.int().min(0).default(1),
  drift: z.number().min(0).max(1).default(0.1),
  network: z.strictObject({ kappa: z.number().min(0).max(1).default(0.5) }).prefault({}),
  fate: z.enum(['well', 'throw', 'hang']).default('well'),
})

const parse = parserOf(schema, 'the toy')

/** The toy of `toy-worker.ts` as the sweep sees it. */
export const toyEngine: SweepEngine = {
  load: async (file) => ({
    scenario: parse(JSON.parse(await readFile(file, 'utf8'))),
    base: dirname(file),
    files: {},
    parse,
  }),
  worker: new URL('./toy-worker.ts', import.meta.url).href,
}
