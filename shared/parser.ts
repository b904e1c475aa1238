/** Turns anything from outside into a typed value. Throws AppError `malformed` naming the path of the first bad field. */
export type Parser<T> = (input: unknown) => T
