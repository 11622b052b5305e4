// biome-ignore lint/suspicious/noExplicitAny: events of the SDK, read by path
type Event = any

/** Of each view its newest document, and every other event, in the order of time. */
export const newestViews = (events: readonly Event[]): Event[] => {
  const views = new Map<string, Event>()
  for (const event of events) {
    const known = views.get(event.view?.id)
    if (event.type === 'view' && !(known?._dd.document_version > event._dd.document_version))
      views.set(event.view.id, event)
  }
  return [...events.filter((event) => event.type !== 'view'), ...views.values()].sort((a, b) => a.date - b.date)
}
