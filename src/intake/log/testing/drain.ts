import type { IntakeLog, LogRecord } from '../intake-log.ts'

/** All records after `after`, read as a loader would. */
export const drain = async (log: IntakeLog, after = log.position(), maxBytes = 10_000): Promise<LogRecord[]> => {
  const all: LogRecord[] = []
  for (;;) {
    const records = await log.read(all.at(-1)?.sequence ?? after, maxBytes)
    if (records.length === 0) return all
    all.push(...records)
  }
}
