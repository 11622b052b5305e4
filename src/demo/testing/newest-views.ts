// biome-ignore lint/suspicious/noExplicitAny: events of the SDK, read by path
type Event = any

/** Of each view its newest document, and every other event, in the order of time. */
export const newestViews = (events: readonly Event[]): Event[] =>
  oneOfEachView(events, (known, event) => event._dd.document_version >= known._dd.document_version)

/** Of each view its oldest document, and every other event, in the order of time. */
export const oldestViews = (events: readonly Event[]): Event[] =>
  oneOfEachView(events, (known, event) => event._dd.document_version < known._dd.document_version)

const oneOfEachView = (events: readonly Event[], isBetter: (known: Event, event: Event) => boolean): Event[] => {
  const views = new Map<string, Event>()
  for (const event of events) {
    const known = views.get(event.view?.id)
    if (event.type === 'view' && (!known || isBetter(known, event))) views.set(event.view.id, event)
  }
  return [...events.filter((event) => event.type !== 'view'), ...views.values()].sort((a, b) => a.date - b.date)
}
