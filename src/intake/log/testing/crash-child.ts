import { randomInt } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openIntakeLog } from '../intake-log.ts'

/**
 * Appends and loads until it is killed: `node crash-child.ts <folder> <round>`. Says on stdout, unbuffered, what was
 * acknowledged (`a <sequence> <key>`) and, before advancing, what the loader saw (`s <sequence> <key>`).
 */
const [folder, round] = process.argv.slice(2) as [string, string]
const log = await openIntakeLog({ folder, limits: { segmentBytes: 200_000, totalBytes: 500_000_000 } })
const say = (line: string) => writeSync(1, `${line}\n`)

const appendForEver = async (appender: number): Promise<never> => {
  for (let count = 0; ; count++) {
    const key = `${round}-${appender}-${count}`
    const payload = Buffer.from(`${key} `.padEnd(randomInt(20, 20_000), '.'))
    say(`a ${await log.append(payload)} ${key}`)
  }
}

const loadForEver = async (): Promise<never> => {
  for (;;) {
    const records = await log.read(log.position(), 100_000)
    for (const { sequence, payload } of records) say(`s ${sequence} ${payload.toString().split(' ')[0]}`)
    if (records.length > 0) await log.advance(records.at(-1)!.sequence)
    else await log.waitFor(log.position(), 100)
  }
}

say('ready')
const loaders = Number(round) % 2 === 0 ? [loadForEver()] : []
await Promise.all([...Array.from({ length: 8 }, (_, appender) => appendForEver(appender)), ...loaders])
