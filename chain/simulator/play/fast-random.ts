import type { Rng } from '../../../shared/rng.ts'

/** Draws by the million. Deterministic by seed, and no secret: use `createRng` where somebody must not guess. */
export interface FastRandom {
  /** Uniform over [0, 1) with 32 bits. */
  uniform(): number
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number
}

const LAYERS = 128
/** Where the tail begins, and the area of each layer (Marsaglia and Tsang 2000, "The ziggurat method"). */
const TAIL = 3.442619855899
const AREA = 9.91256303526217e-3
const TWO_31 = 2 ** 31

const within = new Float64Array(LAYERS)
const width = new Float64Array(LAYERS)
const height = new Float64Array(LAYERS)
fillTables()

function fillTables(): void {
  const density = (x: number) => Math.exp(-0.5 * x * x)
  const base = AREA / density(TAIL)
  within[0] = (TAIL / base) * TWO_31
  width[0] = base / TWO_31
  height[0] = 1
  width[LAYERS - 1] = TAIL / TWO_31
  height[LAYERS - 1] = density(TAIL)
  let outer = TAIL
  for (let layer = LAYERS - 2; layer >= 1; layer--) {
    const inner = Math.sqrt(-2 * Math.log(AREA / outer + density(outer)))
    within[layer + 1] = (inner / outer) * TWO_31
    outer = inner
    width[layer] = inner / TWO_31
    height[layer] = density(inner)
  }
  within[1] = 0
}

/** A xoshiro128** (Blackman and Vigna 2018) that starts where `rng` says, with normals by the ziggurat method. */
export function createFastRandom(rng: Rng): FastRandom {
  let [a, b, c, d] = [rng.u32() | 1, rng.u32() | 0, rng.u32() | 0, rng.u32() | 0]
  const next = (): number => {
    const times5 = Math.imul(b, 5)
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
  const uniform = (): number => (next() >>> 0) / 4_294_967_296
  /** Never 0, for logarithms. */
  const positive = (): number => ((next() >>> 0) + 1) / 4_294_967_296
  const tail = (): number => {
    for (;;) {
      const x = -Math.log(positive()) / TAIL
      const y = -Math.log(positive())
      if (y + y >= x * x) return TAIL + x
    }
  }
  return {
    uniform,
    normal() {
      for (;;) {
        const layer = next() & (LAYERS - 1)
        const drawn = next()
        const x = drawn * (width[layer] ?? 0)
        if (Math.abs(drawn) < (within[layer] ?? 0)) return x
        // A product is a number for sure, so that the engine need not put every draw in a box of its own.
        if (layer === 0) return Math.sign(drawn) * tail()
        const [top, bottom] = [height[layer - 1] ?? 0, height[layer] ?? 0]
        if (bottom + uniform() * (top - bottom) < Math.exp(-0.5 * x * x)) return x
      }
    },
  }
}
