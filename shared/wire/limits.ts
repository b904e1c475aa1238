/** Largest body of a request that an axon reads: 4 MiB, about 4 000 rows of 256 values. */
export const MAX_REQUEST_BYTES = 4_194_304
/** Largest body of a response that a dendrite reads: 4 MiB. */
export const MAX_RESPONSE_BYTES = 4_194_304
/** Deepest nesting of arrays and objects in a body. */
export const MAX_JSON_DEPTH = 16
/** Longest name of a round. */
export const MAX_ROUND_CHARACTERS = 128
