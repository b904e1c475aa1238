import { z } from 'zod'
import { parseSs58 } from '../crypto/ss58.ts'
import { type NetUid, rao } from '../units.ts'
import type { BlockRef } from './client.ts'
import type { ChainConnection } from './connection.ts'
import { ifThere } from './if-there.ts'
import type { MetagraphSnapshot } from './snapshot.ts'

const PALLET = 'SubtensorModule'
const ROOT_NETUID = 0

type Ledger = NonNullable<MetagraphSnapshot['ledger']>

const integer = z.union([z.number().int(), z.string().regex(/^(0x[0-9a-f]+|\d+)$/)]).transform((value) => BigInt(value))
const amount = integer.transform((value) => rao(value))
const small = integer.refine((value) => value <= BigInt(Number.MAX_SAFE_INTEGER)).transform(Number)
const account = z.string().transform((text) => parseSs58(text))
const decimal = integer.transform((value) => value.toString())

const shape = z.object({
  SubnetOwner: account,
  SubnetOwnerHotkey: account,
  SubnetEpochIndex: small,
  LastEpochBlock: small,
  PendingEpochAt: small,
  LastMechansimStepBlock: small,
  PendingServerEmission: amount,
  PendingValidatorEmission: amount,
  PendingRootAlphaDivs: amount,
  PendingOwnerCut: amount,
  SubnetAlphaIn: amount,
  SubnetAlphaOut: amount,
  ActivityCutoffFactorMilli: small,
  OwnerCutEnabled: z.boolean(),
  SubnetTAO: amount,
  SubnetOwnerCut: small,
  TaoWeight: decimal,
  StakeThreshold: decimal,
})

/** Reads what the next epoch of a subnet pays; `undefined` where the chain does not have all of it. */
export async function readLedger(
  chain: Pick<ChainConnection, 'query'>,
  netuid: NetUid,
  at: BlockRef,
): Promise<Ledger | undefined> {
  const keysOf = (item: string): readonly unknown[] => {
    if (item === 'SubnetTAO') return [ROOT_NETUID]
    return ['SubnetOwnerCut', 'TaoWeight', 'StakeThreshold'].includes(item) ? [] : [netuid]
  }
  const entries = await Promise.all(
    Object.keys(shape.shape).map(async (item) => [
      item,
      await ifThere(() => chain.query(PALLET, item, keysOf(item), at)),
    ]),
  )
  const { data } = shape.safeParse(Object.fromEntries(entries))
  if (data === undefined) return undefined
  return {
    ownerColdkey: data.SubnetOwner,
    ownerHotkey: data.SubnetOwnerHotkey,
    epochs: data.SubnetEpochIndex,
    lastEpochBlock: data.LastEpochBlock,
    pendingEpochAt: data.PendingEpochAt,
    lastPaidBlock: data.LastMechansimStepBlock,
    pendingRao: {
      server: data.PendingServerEmission,
      validator: data.PendingValidatorEmission,
      root: data.PendingRootAlphaDivs,
      owner: data.PendingOwnerCut,
    },
    alphaRao: rao(data.SubnetAlphaIn + data.SubnetAlphaOut),
    rootRao: data.SubnetTAO,
    activityCutoffFactor: data.ActivityCutoffFactorMilli,
    hasOwnerCut: data.OwnerCutEnabled,
    ownerCut: data.SubnetOwnerCut,
    taoWeight: data.TaoWeight,
    stakeThreshold: data.StakeThreshold,
  }
}
