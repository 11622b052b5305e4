import { afterAll, beforeAll } from 'vitest'
import { type EventStore, openEventStore } from './event-store.ts'

/** An event store that is open while the tests of a file run. */
export const storeOfFile = (): Omit<EventStore, 'close'> => {
  let store: EventStore
  beforeAll(async () => {
    store = await openEventStore()
  })
  afterAll(() => store?.close())
  return {
    fill: (events) => store.fill(events),
    keepProfiles: () => store.keepProfiles(),
    drop: (type, before) => store.drop(type, before),
    ask: (now, work, known) => store.ask(now, work, known),
    way: (now, work) => store.way(now, work),
  }
}
