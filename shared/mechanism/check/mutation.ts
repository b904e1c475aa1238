/** Spoilt input, with what is wrong about it. */
export interface Mutation {
  readonly name: string
  readonly input: unknown
}
