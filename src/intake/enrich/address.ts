import { BlockList, isIP } from 'node:net'

const NOT_PUBLIC = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  NOT_PUBLIC.addSubnet(network, prefix, 'ipv6')

/**
 * The public address that a request comes from, `null` if it comes from a private one. Behind a proxy that is trusted
 * it is the first public one of `X-Forwarded-For`.
 */
export const senderAddress = (
  remote: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustProxy: boolean,
): string | null => {
  const named = trustProxy
    ? String(forwardedFor ?? '')
        .slice(0, 1000)
        .split(',')
    : []
  for (const text of [...named, remote ?? '']) {
    const address = publicAddress(text)
    if (address) return address
  }
  return null
}

const publicAddress = (text: string): string | null => {
  const bare = text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/%.*$/, '')
  const unmapped = bare.replace(/^::ffff:(?=\d+\.)/i, '').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
  const version = isIP(unmapped)
  if (version === 0) return null
  return NOT_PUBLIC.check(unmapped, version === 4 ? 'ipv4' : 'ipv6') ? null : unmapped
}
