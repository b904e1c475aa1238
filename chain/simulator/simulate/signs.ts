/** Numbers that a run shares with who waits for it, by their place. */
export const SIGNS = {
  /** 1 once a thread has taken it up. */
  begun: 0,
  /** Epochs done, as far as told. */
  epochs: 1,
  /** One more than the index of the participant whose turn it is; 0 for nobody's. */
  turn: 2,
  /** Epoch of that turn. */
  epoch: 3,
} as const

/** Room for the signs of one run. */
export const openSigns = (): Int32Array => new Int32Array(new SharedArrayBuffer(16))
