import type { MemberKey, UploadReport } from './upload.ts'

export const IMPORTED_TYPES = ['string', 'number', 'boolean', 'timestamp'] as const
export type ImportedType = (typeof IMPORTED_TYPES)[number]

/** A column of an imported table, as an attribute of profiles. */
export interface ImportedColumn {
  /** As the file's first line names it. */
  source: string
  /** Its part of the attribute's name: lower-case letters, digits and `_`. */
  id: string
  label: string
  description: string
  type: ImportedType
  /** Under which headings lists show it; without them, that of its table. */
  groups?: string[]
}

/**
 * Attributes of users or accounts from a file. The column `spent` of the table `crm` is the attribute `usr.crm.spent`
 * of events and `user_crm.spent` of profiles (`account.crm.spent`, `account_crm.spent`).
 */
export interface ImportedTable {
  id: string
  name: string
  audience: 'users' | 'accounts'
  /** What the file's key column holds. */
  key: MemberKey
  /** Those that are attributes: none while the table is not connected. */
  columns: readonly ImportedColumn[]
  /** All that were kept of the file, in the order of the rows' `cells`. */
  kept: readonly ImportedColumn[]
  /** Tells the rows that count from those of earlier uploads. */
  version: number
}

/** The file that a table was last made from. */
export interface ImportedFile {
  file: string
  keyColumn: string
  uploadedAt: number
  uploadedBy: string
  report: UploadReport
}

const LONGEST_NAME = 56

/** Names as the published product makes them of headings: `Amount (USD)` is `amount_usd`, a second one `amount_usd_2`. */
export const importedNames = (headings: readonly string[]): string[] => {
  const taken = new Set<string>()
  return headings.map((heading, i) => {
    const plain = importedName(heading) || `column_${i + 1}`
    let name = plain
    for (let n = 2; taken.has(name); n++) name = `${plain.slice(0, LONGEST_NAME - 4)}_${n}`
    taken.add(name)
    return name
  })
}

export const importedName = (heading: string): string =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST_NAME)

const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d+)?([eE][+-]?\d{1,3})?$/
const BOOLEAN = /^(true|false)$/i
const TIMESTAMP = /^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)?)?$/

/** The type that all of these values have; text if they differ or there are none. Numbers that begin with 0 are text. */
export const typeOfValues = (values: readonly string[]): ImportedType => {
  const given = values.filter((value) => value !== '')
  if (!given.length) return 'string'
  if (given.every((value) => NUMBER.test(value))) return 'number'
  if (given.every((value) => BOOLEAN.test(value))) return 'boolean'
  return given.every((value) => TIMESTAMP.test(value)) ? 'timestamp' : 'string'
}
