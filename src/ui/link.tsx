import { type ComponentProps, createContext, type MouseEvent, use } from 'react'

/** How places inside the app are addressed and gone to, handed down by the app's router. */
export interface Places {
  /** The address of a place, with the bar's scope kept. */
  href: (path: string) => string
  go: (path: string) => void
  /** The path shown now. */
  path: string
}

const PlacesContext = createContext<Places | null>(null)

export const PlacesProvider = PlacesContext.Provider

export const usePlaces = (): Places => {
  const places = use(PlacesContext)
  if (!places) throw new Error('PlacesProvider is missing around this component')
  return places
}

/** True for a click that should stay in this tab. */
const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented

/** A link to a place inside the app: a true anchor that changes pages without loading. */
export const PlaceLink = ({ to, onClick, ...rest }: { to: string } & ComponentProps<'a'>) => {
  const { href, go } = usePlaces()
  return (
    <a
      {...rest}
      href={href(to)}
      onClick={(event) => {
        onClick?.(event)
        if (!isPlain(event)) return
        event.preventDefault()
        go(to)
      }}
    />
  )
}
