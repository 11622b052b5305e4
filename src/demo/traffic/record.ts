import { type Child, childrenOf, longTask, pageLoad } from './child-events.ts'
import { ORIGIN, type Scene, type SdkEvent, type ViewOf } from './event.ts'
import type { Random } from './random.ts'
import { type Counts, type Measured, measure, viewDocument } from './view-documents.ts'
import type { Step, Visit } from './visit-plan.ts'

/** What the SDK hands to the batch, and when (ms). `viewId`: a document of that view. */
export interface Message {
  at: number
  event: SdkEvent
  viewId?: string
}

interface Part {
  scene: Scene
  random: Random
  start: number
  /** Since when the page knows the user, absolute ms; Infinity: never. */
  knownFrom: number
}

const SET_USER_AFTER = 250

/**
 * Plays a visit that begins at `start`: all that the SDK would have sent of it, in the order of time. A long absence
 * ends the session, and the next view begins another one. `signedIn`: the page calls setUser when it starts.
 */
export const record = (scene: Scene, visit: Visit, start: number, signedIn: boolean, random: Random): Message[] => {
  const messages: Message[] = []
  let part: Part = { scene, random, start, knownFrom: signedIn ? start + SET_USER_AFTER : Infinity }
  let referrer = visit.referrer
  let loadingType: Measured['loadingType'] = 'initial_load'
  for (const step of visit.steps) {
    const view = { id: random.uuid(), url: ORIGIN + step.path + step.query, referrer }
    const signIn = step.acts.find((act) => act.kind === 'signIn')
    if (signIn) part.knownFrom = part.start + signIn.at
    messages.push(...viewMessages(part, step, view, loadingType))
    referrer = view.url
    part = { ...part, start: part.start + step.dwell + step.absence }
    loadingType = step.absence > 0 ? 'session_renewal' : 'route_change'
    if (step.absence > 0) part.scene = { ...part.scene, sessionId: random.uuid() }
  }
  return messages.sort((a, b) => a.at - b.at)
}

const viewMessages = (part: Part, step: Step, view: ViewOf, loadingType: Measured['loadingType']): Message[] => {
  const { scene, random, start, knownFrom } = part
  const where = { scene, view, start, random }
  const measured = measure(scene, loadingType, step.loading, step.dwell, random)
  const known = (at: number) => start + at >= knownFrom
  const children = step.acts.flatMap((act) => childrenOf(where, act, known(act.at)))
  if (loadingType === 'initial_load') children.push(...pageLoad(where, step.path, known(400)))
  else if (random.chance(0.3))
    children.push(longTask(where, 20, random.spread(80 * scene.device.slowness, 0.4), known(20)))
  const end = start + step.dwell
  const last = Math.max(end, ...children.map((child) => child.at))
  const documents = momentsOf(children, start, end, last, measured).map((at, index, all) => {
    const final = at === all.at(-1)
    return {
      at,
      viewId: view.id,
      event: viewDocument(scene, view, start, measured, {
        documentVersion: index + 1,
        spent: Math.min(at, end) - start,
        counts: countsAt(children, at),
        active: !final,
        sessionActive: !(final && step.absence > 0),
        identified: at >= knownFrom,
      }),
    }
  })
  return [...children.map(({ at, event }) => ({ at, event })), ...documents]
}

/** When the SDK builds a document: soon after the start, three seconds after something happened, at the end. */
const momentsOf = (
  children: readonly Child[],
  start: number,
  end: number,
  last: number,
  { loading }: Measured,
): number[] => {
  const wanted = [start + 650, start + loading + 3000, ...children.map((child) => child.at + 3000)]
  const moments: number[] = []
  for (const at of wanted.map(Math.round).sort((a, b) => a - b)) {
    if (at < end - 500 && at >= (moments.at(-1) ?? 0) + 3000) moments.push(at)
  }
  return [...moments, last + 5]
}

const countsAt = (children: readonly Child[], at: number): Counts => {
  const counts: Counts = { action: 0, error: 0, resource: 0, long_task: 0, frustration: 0 }
  for (const child of children) {
    if (child.at > at) continue
    for (const [name, count] of Object.entries(child.counts)) counts[name as keyof Counts] += count
  }
  return counts
}
