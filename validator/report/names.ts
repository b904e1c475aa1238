/** What charts call a miner: uids change hands, so that the hotkey is with it. */
export const minerName = ({ uid, hotkey }: { readonly uid: number; readonly hotkey: string }): string =>
  `uid ${uid} · ${hotkey.slice(0, 6)}…`
