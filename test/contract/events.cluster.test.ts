import { eventsContract } from './events.contract.ts'

eventsContract('cluster', 4)
