import { openIntakeLog } from '../intake-log.ts'

/** Holds a log until it is killed: `node holder-child.ts <folder>`; says `held`, or the code of the error. */
const [folder] = process.argv.slice(2) as [string]
try {
  await openIntakeLog({ folder })
  console.log('held')
  setInterval(() => {}, 60_000)
} catch (error) {
  console.log((error as { code: string }).code)
}
