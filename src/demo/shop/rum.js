import { store } from './store.js'

export const BASE = '/demo/shop'
const config = window.LONGSHORE ?? {}

/** `/demo/shop/products/harbour-coat-104` is named `/products/?`, as in the traffic of the demo. */
export const nameOf = (url) => {
  const path = new URL(url, location.href).pathname
  const own = path.startsWith(BASE) ? path.slice(BASE.length) || '/' : path
  return own.replace(/[^/]*\d[^/]*/g, '?')
}

const load = (src) =>
  new Promise((done, failed) => {
    const script = document.createElement('script')
    script.src = src
    script.onload = done
    script.onerror = () => failed(new Error(`${src} did not load`))
    document.head.append(script)
  })

/** The SDK's major version: the newest, or another that the server has, by `?sdk=5` (kept for the tab). */
const majorOf = () => {
  const asked = new URLSearchParams(location.search).get('sdk') ?? sessionStorage.getItem('longshore.sdk')
  const major = (config.majors ?? []).includes(asked) ? asked : '7'
  sessionStorage.setItem('longshore.sdk', major)
  return major
}

const options = () => ({
  applicationId: config.applicationId,
  clientToken: config.clientToken,
  site: 'datadoghq.com',
  proxy: `${location.origin}/intake`,
  service: 'longshore-web',
  env: 'demo',
  version: '3.0.0',
  sessionSampleRate: 100,
  sessionReplaySampleRate: 100,
  telemetrySampleRate: 0,
  trackUserInteractions: true,
  trackFrustrations: true,
  trackResources: true,
  trackLongTasks: true,
  defaultPrivacyLevel: 'mask-user-input',
  beforeSend: (event) => {
    event.view.name = nameOf(event.view.url)
    return true
  },
})

/** Asks the SDK for something that older majors may lack. */
export const tell = (method, ...args) => window.DD_RUM?.[method]?.(...args)

export const tellPerson = (person) => {
  if (!person) {
    tell('clearUser')
    tell('clearAccount')
    return
  }
  tell('setUser', { id: person.id, name: person.name, email: person.email, plan: 'live' })
  if (person.account) tell('setAccount', person.account)
}

/** Starts the SDK; the shop works without it too. */
export const startRum = async () => {
  if (!config.applicationId) return
  try {
    await load(`/demo/sdk/${majorOf()}/datadog-rum.js`)
  } catch (error) {
    console.warn(error.message)
    return
  }
  window.DD_RUM.init(options())
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const set = window.DD_RUM.setGlobalContextProperty ?? window.DD_RUM.addRumGlobalContext
  set.call(window.DD_RUM, 'shop', { region: 'live', currency: 'GBP', theme: dark ? 'dark' : 'light' })
  tell('addFeatureFlagEvaluation', 'hero-variant', store.variant())
  tell('addFeatureFlagEvaluation', 'new-checkout', true)
  if (store.person()) tellPerson(store.person())
  if (majorOf() === '4') tell('startSessionReplayRecording')
}
