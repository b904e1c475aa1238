import { defineErrors } from '../error.ts'

export const errors = defineErrors('System', {
  InvalidSpecName: [0, 'The name of the new runtime differs from that of the current one.'],
  SpecVersionNeedsToIncrease: [1, 'The version of the new runtime is not higher than that of the current one.'],
  FailedToExtractRuntimeVersion: [2, 'The code is not a runtime: it does not state a version.'],
  NonDefaultComposite: [3, 'The account still holds something and cannot be removed.'],
  NonZeroRefCount: [4, 'Something still depends on the account.'],
  CallFiltered: [5, 'This call is not allowed at present.'],
  MultiBlockMigrationsOngoing: [6, 'A migration over several blocks is still running.'],
  NothingAuthorized: [7, 'No upgrade was authorized.'],
  Unauthorized: [8, 'The code is not the one that was authorized.'],
})
