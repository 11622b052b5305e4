import type { FoundEvent } from '../../analyses/events/search.ts'

/** An event in the published shape. */
export const publishedEvent = ({ id, date, event }: FoundEvent) => ({
  id,
  type: 'rum',
  attributes: {
    timestamp: new Date(date).toISOString(),
    service: typeof event.service === 'string' ? event.service : undefined,
    tags: tagsOf(event),
    attributes: event,
  },
})

const tagsOf = (event: Record<string, unknown>): string[] =>
  ['env', 'service', 'version', 'sdk_version'].flatMap((name) => (event[name] ? [`${name}:${event[name]}`] : []))
