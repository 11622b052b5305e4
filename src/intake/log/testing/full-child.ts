import { openIntakeLog } from '../intake-log.ts'

/**
 * Appends until the system takes no more, makes room, and appends again: `node full-child.ts <folder>`. Says one JSON line:
 * what was taken at first, the error, and the sequence of a record after room was made.
 */
const [folder] = process.argv.slice(2) as [string]
const log = await openIntakeLog({ folder, limits: { segmentBytes: 400_000, totalBytes: 10_000_000 } })
const record = Buffer.alloc(30_000, 'r')
let taken = 0
let code = ''
let message = ''
while (code === '' && taken < 1000) {
  try {
    await log.append(record)
    taken += 1
  } catch (error) {
    code = (error as { code: string }).code
    message = String(error)
  }
}
const small = await log.append(Buffer.from('small')).catch((error) => String(error))
await log.advance(BigInt(taken))
const next = await log.append(Buffer.alloc(100_000, 's')).catch((error) => String(error))
await log.close()
console.log(JSON.stringify({ taken, code, message, small: String(small), next: String(next) }))
