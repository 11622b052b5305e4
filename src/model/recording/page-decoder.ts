import { applyChanges, ID_SHIFT, LostReference, newChangeState } from './change-format.ts'
import { type AllowedUrl, cleanCss } from './clean-css.ts'
import type { Omission } from './clean-node.ts'
import { emitDelta, emitSnapshot, inputEvent } from './emit.ts'
import { type AttributeValue, type Delta, newDelta, newTree, type PageTree } from './page-tree.ts'
import { EVENT, type Fields, isFields, listOf, type PlayerEvent, RECORD, type ReplayRecord, SOURCE } from './record.ts'
import type { AllowedAsset } from './recorded-assets.ts'
import { applyV1Mutation, applyV1Snapshot } from './v1-format.ts'

export interface PageDecoder {
  /** The player's events of a record. Throws LostReference when what it builds on is missing. */
  decode(record: ReplayRecord): PlayerEvent[]
  /** Forgets the page: nothing can be decoded before the next snapshot. */
  lose(): void
  /** Whether a page is there to build on. */
  readonly isLost: boolean
  readonly omitted: ReadonlyMap<Omission, number>
  /** What the page names since its newest snapshot, by its address, and where it may be taken from now; null: nowhere. */
  readonly named: ReadonlyMap<string, string | null>
  /** The style sheets that are to be filled in since this was last asked. */
  takeSheets(): WantedSheet[]
  /** What a style sheet at an address names: noted, and where it may be taken from. */
  allowedFrom(base: string): AllowedUrl
}

/** A style sheet whose text is not recorded; it goes into `attributes._cssText`. */
export interface WantedSheet {
  address: string
  /** Where it may be taken from. */
  from: string
  attributes: Record<string, AttributeValue>
}

/** Turns the records of one view, in their order, into the player's events; reads both formats. */
export const createPageDecoder = (asset: AllowedAsset): PageDecoder => {
  let tree: PageTree = newTree()
  let state = newChangeState()
  let isChange = false
  const omitted = new Map<Omission, number>()
  const omit = (what: Omission) => void omitted.set(what, (omitted.get(what) ?? 0) + 1)
  let page = { href: '', at: 0 }
  const named = new Map<string, string | null>()
  let sheets: WantedSheet[] = []
  const find = (url: string, base: string) => {
    if (!URL.canParse(url, base)) return null
    const address = new URL(url, base).href
    const from = asset(address, page.at)
    if (/^https?:/.test(address)) named.set(address, from)
    return from === null ? null : { address, from }
  }
  const allowedFrom =
    (base: string): AllowedUrl =>
    (url) =>
      find(url, base)?.from ?? null
  const allowed: AllowedUrl = (url) => allowedFrom(page.href)(url)
  const sheet = (href: string, attributes: Record<string, AttributeValue>): boolean => {
    const found = href === '' ? null : find(href, page.href)
    if (found) sheets.push({ ...found, attributes })
    return found !== null
  }
  const cleaning = { allowed, omit, sheet }

  const snapshot = ({ data, format, timestamp }: ReplayRecord): PlayerEvent[] => {
    tree = newTree()
    state = newChangeState()
    isChange = format === 1
    omitted.clear()
    named.clear()
    const delta = newDelta()
    if (isChange) applyChanges(data, tree, state, delta)
    else applyV1Snapshot(data, tree, delta)
    if (!tree.root) throw new LostReference('the page')
    return emitSnapshot(tree.root, delta, timestamp, cleaning)
  }
  const changed = (timestamp: number, apply: (delta: Delta) => void): PlayerEvent[] => {
    if (!tree.root) throw new LostReference('the page')
    const delta = newDelta()
    apply(delta)
    return emitDelta(delta, timestamp, cleaning)
  }
  const incremental = ({ data, timestamp }: ReplayRecord): PlayerEvent[] => {
    if (!isFields(data)) return []
    if (data.source === SOURCE.mutation) return changed(timestamp, (delta) => applyV1Mutation(data, tree, delta))
    const shifted = (value: unknown) => Number(value) + (isChange ? ID_SHIFT : 0)
    const id = shifted(data.id)
    const pass = (more: Fields): PlayerEvent[] => [{ type: EVENT.incremental, timestamp, data: { ...data, ...more } }]
    switch (data.source) {
      case SOURCE.mouseMove:
      case SOURCE.touchMove: {
        const positions = listOf(data.positions).filter(isFields)
        return pass({ positions: positions.map((one) => ({ ...one, id: shifted(one.id) })) })
      }
      case SOURCE.viewportResize:
        return pass({ width: sizeOf(data.width), height: sizeOf(data.height) })
      case SOURCE.mouseInteraction:
      case SOURCE.scroll:
        return tree.nodes.has(id) ? pass({ id }) : []
      case SOURCE.input: {
        const node = tree.nodes.get(id)
        const isChecked = typeof data.isChecked === 'boolean' ? data.isChecked : undefined
        const text = data.text === undefined ? undefined : String(data.text)
        return node ? [inputEvent(node, timestamp, text, isChecked)] : []
      }
      case SOURCE.styleSheetRule: {
        const adds = listOf(data.adds).filter(isFields)
        const clean = adds.map((one) => ({ ...one, rule: cleanCss(String(one.rule ?? ''), allowed) }))
        return tree.nodes.has(id) ? pass({ id, ...(data.adds === undefined ? {} : { adds: clean }) }) : []
      }
      default:
        return []
    }
  }
  return {
    decode(record) {
      switch (record.type) {
        case RECORD.fullSnapshot:
          return snapshot(record)
        case RECORD.change:
          return changed(record.timestamp, (delta) => applyChanges(record.data, tree, state, delta))
        case RECORD.incremental:
          return incremental(record)
        case RECORD.meta: {
          const { width, height, href } = isFields(record.data) ? record.data : {}
          const data = { width: sizeOf(width), height: sizeOf(height), href: String(href ?? '') }
          page = { href: data.href, at: record.timestamp }
          return [{ type: EVENT.meta, timestamp: record.timestamp, data }]
        }
        default:
          return []
      }
    },
    lose() {
      tree = newTree()
    },
    get isLost() {
      return tree.root === null
    },
    omitted,
    named,
    takeSheets() {
      const taken = sheets
      sheets = []
      return taken
    },
    allowedFrom,
  }
}

const LARGEST = 20_000
const sizeOf = (value: unknown): number => Math.min(Math.max(Math.round(Number(value) || 0), 1), LARGEST)
