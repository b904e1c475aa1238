/** Start and end of an SS58 address: enough to tell it apart in a table. */
export const shortKey = (ss58: string): string => `${ss58.slice(0, 6)}…${ss58.slice(-4)}`
