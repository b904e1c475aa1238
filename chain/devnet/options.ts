import { Option } from '@commander-js/extra-typings'
import { parseLogLevel, wholeNumber } from '../../shared/cli.ts'
import { LOG_LEVELS } from '../../shared/log.ts'

/** Flags that several commands have. */
export const rpcPort = () =>
  new Option('--rpc-port <port>', 'port for JSON-RPC over WebSocket and HTTP; 0 takes a free one')
    .env('MERITNET_RPC_PORT')
    .default(9944)
    .argParser(wholeNumber(0, 65_535))

export const logLevel = () =>
  new Option('--log-level <level>', `what to log on standard error: ${LOG_LEVELS.join(', ')}`)
    .env('MERITNET_LOG_LEVEL')
    .argParser(parseLogLevel)
