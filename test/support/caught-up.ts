import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves once everything that was accepted has been loaded into the engine. Throws when that takes too long. */
export const caughtUp = async (url: string, withinMs = 60_000): Promise<void> => {
  const latest = Date.now() + withinMs
  let lag: string | undefined
  while (Date.now() < latest) {
    const text = await fetch(`${url}/metrics`).then((answer) => answer.text())
    lag = /^wayworn_log_lag_records (\d+)/m.exec(text)?.[1]
    if (lag === '0') return
    await sleep(100)
  }
  throw new Error(`${lag ?? 'An unknown number of'} records were still not loaded after ${withinMs / 1000} s`)
}
