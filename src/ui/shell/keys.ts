import { createContext, use, useEffect, useRef } from 'react'

/** One key and what it does. `key` is `KeyboardEvent.key`; `mod` is ⌘ on a Mac, else Ctrl. */
export interface KeyBinding {
  key: string
  mod?: boolean
  label: string
  run: () => void
}

export interface Keys {
  add: (binding: KeyBinding) => () => void
  all: () => readonly KeyBinding[]
  /** Runs the newest binding that fits. True if one did. */
  press: (event: KeyboardEvent) => boolean
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.role === 'combobox')

/** The keys that work now. A page adds its own while it is shown; the newest wins. */
export const createKeys = (): Keys => {
  const bindings: KeyBinding[] = []
  const fits = (b: KeyBinding, event: KeyboardEvent) =>
    b.key.toLowerCase() === event.key.toLowerCase() && Boolean(b.mod) === (event.metaKey || event.ctrlKey)
  return {
    add: (binding) => {
      bindings.push(binding)
      return () => {
        const at = bindings.indexOf(binding)
        if (at >= 0) bindings.splice(at, 1)
      }
    },
    all: () => bindings,
    press: (event) => {
      if (event.altKey || event.defaultPrevented) return false
      const found = bindings.findLast((b) => fits(b, event))
      if (!found || (isTyping(event.target) && !found.mod)) return false
      event.preventDefault()
      found.run()
      return true
    },
  }
}

const KeysContext = createContext<Keys | null>(null)

export const KeysProvider = KeysContext.Provider

export const useKeys = (): Keys => {
  const keys = use(KeysContext)
  if (!keys) throw new Error('KeysProvider is missing around this component')
  return keys
}

/** Binds a key while the component is shown. `run` may change from render to render. */
export const useKey = (key: string, label: string, run: () => void, options: { mod?: boolean } = {}): void => {
  const keys = useKeys()
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const mod = options.mod ?? false
  useEffect(() => keys.add({ key, label, mod, run: () => latest.current() }), [keys, key, label, mod])
}
