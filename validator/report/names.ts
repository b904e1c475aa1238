/** Start and end of a hotkey: enough to tell it apart on a page. */
export const shortHotkey = (hotkey: string): string => `${hotkey.slice(0, 6)}…${hotkey.slice(-4)}`

/** What charts call a miner: uids change hands, so that the hotkey is with it. */
export const minerName = ({ uid, hotkey }: { readonly uid: number; readonly hotkey: string }): string =>
  `uid ${uid} · ${hotkey.slice(0, 6)}…`
