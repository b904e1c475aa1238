import { add, invert, multiply, subtract } from './field.ts'

/** Points of a polynomial over the field: `xs` are distinct, both are below PRIME. */
export interface Points {
  readonly xs: Uint16Array
  readonly ys: Uint16Array
}

/** Coefficients, lowest power first, of the polynomial of least degree through some points: Newton's form, O(n²). */
export function interpolate({ xs, ys }: Points): Uint16Array {
  return toPowers(dividedDifferences({ xs, ys }), xs)
}

/** Value of a polynomial at `x` by Horner's rule, coefficients lowest power first. */
export function evaluate(coefficients: Uint16Array, x: number): number {
  let value = 0
  for (let i = coefficients.length - 1; i >= 0; i--) value = add(multiply(value, x), coefficients[i] ?? 0)
  return value
}

/** Factors c of Newton's form Σ c[i] · (x − xs[0]) ⋯ (x − xs[i−1]), with one division a point. */
function dividedDifferences({ xs, ys }: Points): Uint16Array {
  const factors = new Uint16Array(xs.length)
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] ?? 0
    let value = 0
    let product = 1
    for (let j = 0; j < i; j++) {
      value = add(value, multiply(factors[j] ?? 0, product))
      product = multiply(product, subtract(x, xs[j] ?? 0))
    }
    factors[i] = multiply(subtract(ys[i] ?? 0, value), invert(product))
  }
  return factors
}

/** Newton's form multiplied out, from the last factor inwards. */
function toPowers(factors: Uint16Array, xs: Uint16Array): Uint16Array {
  const count = factors.length
  const powers = new Uint16Array(count)
  for (let i = count - 1; i >= 0; i--) {
    const x = xs[i] ?? 0
    // powers = powers · (X − x) + factors[i]; the highest power so far is count − 1 − i after this.
    for (let at = count - 1 - i; at > 0; at--) powers[at] = subtract(powers[at - 1] ?? 0, multiply(powers[at] ?? 0, x))
    powers[0] = subtract(factors[i] ?? 0, multiply(powers[0] ?? 0, x))
  }
  return powers
}
