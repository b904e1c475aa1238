/** Largest body of a request that an axon reads: 4 MiB, about 4 000 rows of 256 values. */
export const MAX_REQUEST_BYTES = 4_194_304
/** Largest body of a response that a dendrite reads: 4 MiB. */
export const MAX_RESPONSE_BYTES = 4_194_304
/** Deepest nesting of arrays and objects in a body. */
export const MAX_JSON_DEPTH = 16
/** Longest name of a round. */
export const MAX_ROUND_CHARACTERS = 128
/** Largest body of what carries neither tasks nor answers, such as a hash with its signature. */
export const MAX_SMALL_BODY_BYTES = 4_096
/** Most proofs of one round: one for 32 tasks, so enough for 131 072 of them. */
export const MAX_PROOFS = 4_096
/** Longest proof, in base64. */
export const MAX_PROOF_CHARACTERS = 1_024
