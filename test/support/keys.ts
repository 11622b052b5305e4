/** The keys that a server of the tests has. */
export const KEYS = { apiKey: 'test0api0key00000000000000000001', appKey: 'test0application0key00000000000000000001' }
