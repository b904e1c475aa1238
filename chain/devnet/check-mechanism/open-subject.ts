import type { LabelledRows } from '../../../shared/data/labelled-rows.ts'
import { createLabelled } from '../../../shared/mechanism/labelled/labelled.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'
import { createRng } from '../../../shared/rng.ts'

const ROWS = 600
const WIDTH = 4
const CLASSES = ['a', 'b', 'c']

/**
 * The mechanism to check; labelled without a file is checked on rows that are made up for it.
 * @throws AppError as `openMechanism`.
 */
export async function openSubject(name: string, heldOut: string | undefined): Promise<Mechanism> {
  return name === 'labelled' && heldOut === undefined ? createLabelled(madeUpRows()) : openMechanism(name, { heldOut })
}

/** Three overlapping clouds of points. */
function madeUpRows(): LabelledRows {
  const rng = createRng(new Uint8Array(32))
  const labels = Uint32Array.from({ length: ROWS }, (_, row) => row % CLASSES.length)
  const features = Float32Array.from({ length: ROWS * WIDTH }, (_, i) => {
    const label = labels[Math.floor(i / WIDTH)] ?? 0
    return (i % WIDTH === label ? 1 : 0) + rng.normal()
  })
  return { features, width: WIDTH, labels, classNames: CLASSES }
}
