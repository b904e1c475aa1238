/** Whose stake, on which hotkey, in which subnet. */
export interface Position {
  readonly hotkey: Uint8Array
  readonly coldkey: Uint8Array
  readonly netuid: number
}
