/** One measurement. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What we want, as text such as "≥ 200". */
  readonly goal?: string
}
