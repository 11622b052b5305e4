import { useEffect, useRef } from 'react'
import type { Ask } from '../ask/ask.ts'
import { useAsk } from '../ask/ask-context.ts'

interface Answer {
  data: { attributes: { version: string } }
}

const WAIT_S = 20
const AFTER_FAILURE_MS = 5000

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Waits for newly loaded events, again and again; failures are waited out. */
const follow = async (ask: Ask, onLoad: () => void, pauseMs: () => number, signal: AbortSignal): Promise<void> => {
  let known: string | undefined
  while (!signal.aborted) {
    try {
      const query: string = known === undefined ? '' : `?after=${encodeURIComponent(known)}&wait=${WAIT_S}`
      const { version } = (await ask<Answer>({ path: `/api/v2/wayworn/live${query}`, signal })).data.attributes
      if (known !== undefined && version !== known && !signal.aborted) {
        onLoad()
        await pause(pauseMs(), signal)
      }
      known = version
    } catch {
      await pause(AFTER_FAILURE_MS, signal)
    }
  }
}

/** Calls `onLoad` after events were loaded, with so long a pause between two calls at least. */
export const useLoads = (enabled: boolean, onLoad: () => void, pauseMs: number): void => {
  const ask = useAsk()
  const latest = useRef({ onLoad, pauseMs })
  useEffect(() => {
    latest.current = { onLoad, pauseMs }
  })
  useEffect(() => {
    if (!enabled) return
    const aborter = new AbortController()
    const load = () => latest.current.onLoad()
    void follow(ask, load, () => latest.current.pauseMs, aborter.signal)
    return () => aborter.abort()
  }, [ask, enabled])
}
