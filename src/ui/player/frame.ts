import playerStyle from 'rrweb/dist/style.css?inline'

/** Where the frame that recorded pages are built in comes from: its answer forbids everything but what is built in it. */
const FRAME = '/replay-frame'

const OWN_STYLE = 'html,body{margin:0;overflow:hidden;background:#fff}iframe{border:0}'

/**
 * Opens the frame that recorded pages are built in, inside of `host`. Recorded pages are hostile: the frame runs no
 * scripts, and the policy that it comes with, which the page inside inherits, lets it load nothing.
 */
export const openFrame = async (host: HTMLElement): Promise<HTMLIFrameElement> => {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-same-origin')
  frame.title = 'Recorded page'
  frame.tabIndex = -1
  frame.style.cssText = 'border:0;display:block;pointer-events:none;transform-origin:0 0'
  const loaded = new Promise<void>((resolve, reject) => {
    frame.onload = () => resolve()
    frame.onerror = () => reject(new Error('The frame of the player could not be loaded. Load the page again.'))
  })
  frame.src = FRAME
  host.append(frame)
  await loaded
  const inside = frame.contentDocument
  if (!inside?.querySelector('meta[name="wayworn-frame"]')) {
    frame.remove()
    throw new Error('The frame of the player could not be loaded. Load the page again.')
  }
  const style = inside.createElement('style')
  style.textContent = playerStyle + OWN_STYLE
  inside.head.append(style)
  return frame
}
