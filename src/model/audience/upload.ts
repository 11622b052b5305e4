/** What the values of an uploaded file name. */
export const MEMBER_KEYS = ['usr.id', 'usr.email', 'usr.name', 'account.id'] as const
export type MemberKey = (typeof MEMBER_KEYS)[number]

/** What a file brought, counted in rows below its heading. */
export interface UploadReport {
  rows: number
  /** Rows whose value somebody here has; each repeated one counts. */
  matched: number
  unmatched: number
  /** Rows without a value. */
  empty: number
  /** Rows whose value an earlier row had. */
  duplicates: number
  /** Some of the rows that did not match, the first ones. */
  examples: { line: number; value: string; reason: string }[]
}

/** The file that a segment was last made from. */
export interface Upload {
  file: string
  column: string
  key: MemberKey
  /** Tells its values from those of earlier uploads. */
  version: number
  uploadedAt: number
  uploadedBy: string
  report: UploadReport
}
