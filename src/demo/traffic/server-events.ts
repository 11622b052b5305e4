import type { Batch, ServerEvent } from './batches.ts'
import { DAY, HOUR, MINUTE } from './calendar.ts'
import type { SdkEvent } from './event.ts'
import type { Random } from './random.ts'
import type { Message } from './record.ts'

type Purchase = SdkEvent & {
  application: { id: string }
  usr: { id?: string; name: string; email: string }
  account?: { id: string; name: string }
  session: { id: string }
  action: { target: { name: string } }
  context: { order_id: string; revenue_cents: number }
}

/** What the shop's backend tells of the orders of known people: confirmed, sent, delivered, some sent back. */
export const ordersOf = (messages: readonly Message[], random: Random): Batch[] =>
  messages
    .map(({ event }) => event as Purchase)
    .filter(({ type, action, usr }) => type === 'action' && action.target.name === 'purchase' && usr.id)
    .flatMap((purchase) => lifeOf(purchase, random))

const lifeOf = (purchase: Purchase, random: Random): Batch[] => {
  const confirmed = purchase.date + random.int(1, 20) * 1000
  const sent = confirmed + random.int(5, 60) * HOUR
  const delivered = sent + random.int(1, 4) * DAY + random.int(0, 600) * MINUTE
  const carrier = random.pick(['Slow Post', 'Gull Express', 'Harbour Van'])
  const happened: [string, number, object][] = [
    ['order_confirmed', confirmed, {}],
    ['order_shipped', sent, { carrier }],
    ['order_delivered', delivered, { carrier }],
  ]
  if (random.chance(0.07)) {
    const reason = random.pick(['too large', 'too small', 'not as expected', 'came too late'])
    happened.push(['order_returned', delivered + random.int(1, 9) * DAY, { reason }])
  }
  return happened.map(([name, at, more]) => batchOf(purchase, name, at, more, random))
}

const batchOf = (purchase: Purchase, name: string, at: number, more: object, random: Random): Batch => {
  const { application, usr, account, session, context } = purchase
  const event: ServerEvent = {
    type: 'server',
    id: random.uuid(),
    timestamp: at,
    application: { id: application.id },
    event: { name },
    usr: { id: usr.id!, name: usr.name, email: usr.email },
    ...(account ? { account } : {}),
    ...(name === 'order_confirmed' ? { session: { id: session.id } } : {}),
    order: { id: context.order_id, revenue_cents: context.revenue_cents, ...more },
  }
  return {
    userAgent: 'longshore-backend/1.0',
    address: '',
    receivedAt: at,
    batchTime: at,
    events: [],
    serverEvents: [event],
  }
}
