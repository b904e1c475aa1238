/** Miners in groups that share a place; most groups have one member. */
export type Places = readonly (readonly number[])[]

export interface RowContributionOptions {
  /** Rows of each miner one after another, `undefined` for one without answers. */
  readonly rows: readonly (Float32Array | undefined)[]
  /** Outputs per row. */
  readonly width: number
  readonly tasks: number
  readonly places: Places
  /** Score of a blended row of a task, in the unit of the rule. */
  score(task: number, row: Float32Array): number
}

/**
 * What each miner adds to the ensemble: mean score of the blend with it minus without it, in the unit of the rule. The
 * blend is the mean over places of the mean row of each place (the linear opinion pool of Stone 1961), so that a copy adds
 * nothing: without it its place answers the same. An only miner is compared with nothing and contributes 0.
 *
 * The blend without a miner is the sum less its share (leave-one-out), `n·tasks·width` steps for all.
 */
export function rowContributions(options: RowContributionOptions): ReadonlyMap<number, number> {
  const { rows, width, tasks, score } = options
  const places = options.places
    .map((members) => members.filter((miner) => rows[miner] !== undefined))
    .filter((members) => members.length > 0)
  const means = places.map((members) => meanRows(members.map((miner) => rows[miner] ?? new Float32Array())))
  const total = meanRows(means)
  const row = new Float32Array(width)

  /** Mean score of `total·scale + change / places`. */
  const scoreOf = (at: (index: number) => number): number => {
    let sum = 0
    for (let task = 0; task < tasks; task++) {
      for (let i = 0; i < width; i++) row[i] = at(task * width + i)
      sum += score(task, row)
    }
    return tasks === 0 ? 0 : sum / tasks
  }
  const whole = scoreOf((i) => total[i] ?? 0)

  return new Map(
    places.flatMap((members, place) => {
      const mean = means[place] ?? total
      return members.map((miner): [number, number] => {
        const own = rows[miner] ?? mean
        if (members.length === 1) {
          if (places.length === 1) return [miner, 0]
          const others = places.length - 1
          return [miner, whole - scoreOf((i) => ((total[i] ?? 0) * places.length - (own[i] ?? 0)) / others)]
        }
        // The place stays, with the mean of who is left of it.
        const left = members.length - 1
        const change = (i: number): number => ((mean[i] ?? 0) - (own[i] ?? 0)) / left / places.length
        return [miner, whole - scoreOf((i) => (total[i] ?? 0) + change(i))]
      })
    }),
  )
}

/**
 * The same for any blend: `score` blends the given places, each the mean of its members, and scores the result. It is
 * called once per miner and once for all; a blend that cannot take a member out of a sum costs that much.
 */
export function marginalContributions(places: Places, score: (places: Places) => number): ReadonlyMap<number, number> {
  const whole = score(places)
  return new Map(
    places.flat().map((miner) => {
      const without = places.map((members) => members.filter((member) => member !== miner)).filter((m) => m.length > 0)
      return [miner, without.length === 0 ? 0 : whole - score(without)]
    }),
  )
}

/** Mean of rows of equal length, in double precision. */
function meanRows(rows: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(rows[0]?.length ?? 0)
  for (const row of rows) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (row[i] ?? 0)
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) / rows.length
  return sum
}
