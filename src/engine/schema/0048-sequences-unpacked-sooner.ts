import type { Dialect } from './dialect.ts'

/** Of columns of `sequences` that most questions read: packed by bits, or hardly, where they are ids. */
const PACKED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['start', 'last', 'batch', 'kinds', 'offsets'].map((name) => [name, 'T64, LZ4'])),
  ...Object.fromEntries(
    ['first_view', 'last_view', 'first_action', 'last_action', 'first_server', 'last_server'].map((name) => [
      name,
      'T64, LZ4',
    ]),
  ),
  ...Object.fromEntries(['user_key', 'device_key', 'session_key', 'session_number'].map((name) => [name, 'LZ4'])),
}

/** As 0047 for events: it takes less processor time to read them. Rows from before are packed so as they are merged. */
export const sequencesUnpackedSooner = (d: Dialect): string[] => {
  const changes = Object.entries(PACKED).map(([name, codec]) => `MODIFY COLUMN ${name} CODEC(${codec})`)
  return [`ALTER TABLE ${d.local('sequences')}${d.onCluster} ${changes.join(', ')}`]
}
