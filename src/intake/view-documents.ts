import { bare } from './bare.ts'
import { type DocumentRow, isObject, type JsonObject } from './shapes.ts'

/** What of a document tells how to fold it. */
export type ViewDocument = Pick<DocumentRow, 'document_version' | 'kind' | 'source' | 'event'>

/** Paths at which a newer object replaces the older one instead of being merged into it. */
const REPLACED_WHOLE = new Set(['view.custom_timings', 'context', 'connectivity', 'usr', 'device', 'privacy'])
const APPENDED = '_dd.page_states'

/**
 * The view that its documents tell of, in whatever order they come, doubled or with gaps. Of a browser the newest full
 * document is the base, and the updates that follow it are merged in: `null` deletes, some objects are replaced whole,
 * page states are appended. Of phones each field's newest value counts, as a field may be in some documents only.
 */
export const foldView = (documents: readonly ViewDocument[]): JsonObject => {
  const ordered = distinct(documents)
  const newest = ordered.at(-1)
  if (!newest) return bare()
  const full = ordered.filter((document) => document.kind === 'view')
  const bases = isBrowser(ordered) ? full.slice(-1) : full
  const view = bare()
  for (const base of bases) merge(view, eventOf(base), '', false)
  const from = full.at(-1)?.document_version ?? -1
  for (const document of ordered) {
    if (document.kind === 'view_update' && document.document_version > from) merge(view, eventOf(document), '', true)
  }
  view.type = 'view'
  return view
}

/** By version; of equal versions one, the full document if there is one. */
const distinct = (documents: readonly ViewDocument[]): ViewDocument[] => {
  const byVersion = new Map<number, ViewDocument>()
  for (const document of documents) {
    const known = byVersion.get(document.document_version)
    if (!known || rank(document) < rank(known)) byVersion.set(document.document_version, document)
  }
  return [...byVersion.values()].sort((a, b) => a.document_version - b.document_version)
}

/** Documents of one version should be equal; if they are not, the choice must not depend on their order. */
const rank = ({ kind, event }: ViewDocument): string => `${kind === 'view' ? 0 : 1}${event}`

const eventOf = (document: ViewDocument): JsonObject => JSON.parse(document.event) as JsonObject

const isBrowser = (documents: readonly ViewDocument[]): boolean =>
  documents.some((document) => document.kind === 'view' && document.source === 'browser') ||
  documents.every((document) => document.source === 'browser' || document.kind === 'view_update')

const merge = (into: JsonObject, from: JsonObject, path: string, isUpdate: boolean): void => {
  for (const key in from) {
    const value = from[key]
    const here = path === '' ? key : `${path}.${key}`
    if (value === null) {
      if (isUpdate) delete into[key]
    } else if (isUpdate && here === APPENDED && Array.isArray(value)) {
      const before = into[key]
      into[key] = [...(Array.isArray(before) ? before : []), ...value]
    } else if (isObject(value) && !REPLACED_WHOLE.has(here)) {
      const before = into[key]
      const target = isObject(before) ? before : bare()
      merge(target, value, here, isUpdate)
      into[key] = target
    } else into[key] = value
  }
}
