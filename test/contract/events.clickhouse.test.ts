import { eventsContract } from './events.contract.ts'

eventsContract('server', 5)
