import { eventsContract } from './events.contract.ts'

eventsContract('embedded', 8)
