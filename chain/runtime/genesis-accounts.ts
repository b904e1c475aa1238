/** An account with balance from the first block on. */
export interface DevAccount {
  /** Secret URI of the key is `//` and the name, where the key is sr25519. */
  readonly name: string
  readonly ss58: string
  readonly tao: bigint
}

/** Accounts of a local network. Their keys are public knowledge. */
export const DEV_ACCOUNTS: readonly DevAccount[] = [
  { name: 'Alice', ss58: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY', tao: 1_000_000n },
  { name: 'Bob', ss58: '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty', tao: 1_000_000n },
  { name: 'Charlie', ss58: '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y', tao: 1_000_000n },
  { name: 'Dave', ss58: '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy', tao: 2_000n },
  { name: 'Eve', ss58: '5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw', tao: 2_000n },
  { name: 'Ferdie', ss58: '5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL', tao: 2_000n },
  { name: 'One', ss58: '5Fxune7f71ZbpP2FoY3mhYcmM596Erhv1gRue4nsPwkxMR4n', tao: 2_000n },
  { name: 'Two', ss58: '5CUjxa4wVKMj3FqKdqAUf7zcEMr4MYAjXeWmUf44B41neLmJ', tao: 2_000n },
  { name: 'Three', ss58: '5FKiDJ3T1c59m3QwQVgXyk2QmibqBaYSzk2X5eiPjLR438pk', tao: 2_000n },
  // The accounts of two well-known EVM keys; no sr25519 key leads to them.
  { name: 'Alith', ss58: '5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA', tao: 2_000n },
  { name: 'Baltathar', ss58: '5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr', tao: 2_000n },
]

export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
/** `//Alice_hk`, the hotkey that owns root. */
export const ALICE_HOTKEY = '5Dt9sidKJJxfvznECukm6ptHMWP7AykqkooeZijhDfBQFDqe'
