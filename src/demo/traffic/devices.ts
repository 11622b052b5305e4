import type { Random } from './random.ts'

export interface Device {
  userAgent: string
  browser: 'Chrome' | 'Safari' | 'Firefox' | 'Edge' | 'Samsung Internet' | 'Bot' | 'Monitor'
  mobile: boolean
  width: number
  height: number
  /** How slow it is against a good desktop. */
  slowness: number
  network: '4g' | '3g'
}

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/'
const VERSIONS = ['146.0.0.0', '147.0.0.0', '148.0.0.0'] as const

const onWindows = (version: string) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}${version} Safari/537.36`
const onMac = (version: string) => `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME}${version} Safari/537.36`
const onAndroid = (version: string) => `Mozilla/5.0 (Linux; Android 10; K) ${CHROME}${version} Mobile Safari/537.36`
const edge = (version: string) => `${onWindows(version)} Edg/${version}`
const samsung = () =>
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36'
const macSafari = () =>
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'
const iphone = () =>
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1'
const ipad = () =>
  'Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1'
const firefoxWindows = () => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:149.0) Gecko/20100101 Firefox/149.0'
const firefoxLinux = () => 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0'

const VIEWPORTS: Record<'desktop' | 'phone' | 'tablet', readonly (readonly [number, number])[]> = {
  desktop: [
    [1280, 720],
    [1440, 789],
    [1536, 730],
    [1920, 953],
  ],
  phone: [
    [360, 672],
    [390, 664],
    [412, 785],
  ],
  tablet: [[820, 1106]],
}

type Kind = readonly [
  browser: Device['browser'],
  agent: (version: string) => string,
  form: 'desktop' | 'phone' | 'tablet',
]

const KINDS: readonly (readonly [Kind, number])[] = [
  [['Chrome', onWindows, 'desktop'], 21],
  [['Chrome', onMac, 'desktop'], 12],
  [['Chrome', onAndroid, 'phone'], 20],
  [['Safari', iphone, 'phone'], 18],
  [['Safari', macSafari, 'desktop'], 7],
  [['Safari', ipad, 'tablet'], 2],
  [['Firefox', firefoxWindows, 'desktop'], 8],
  [['Firefox', firefoxLinux, 'desktop'], 3],
  [['Edge', edge, 'desktop'], 6],
  [['Samsung Internet', samsung, 'phone'], 3],
]

/** A person's device: the same for the same stream. */
export const deviceOf = (random: Random): Device => {
  const [browser, agent, form] = random.weighted(KINDS)
  const userAgent = agent(random.pick(VERSIONS))
  const [width, height] = random.pick(VIEWPORTS[form])
  const mobile = form !== 'desktop'
  const network = mobile && random.chance(0.12) ? '3g' : '4g'
  return {
    userAgent,
    browser,
    mobile,
    width,
    height,
    slowness: (mobile ? 1.7 : 1) * (network === '3g' ? 1.6 : 1),
    network,
  }
}

export const CRAWLER: Device = {
  userAgent:
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/147.0.0.0 Safari/537.36',
  browser: 'Bot',
  mobile: false,
  width: 1024,
  height: 1024,
  slowness: 1,
  network: '4g',
}

export const MONITOR: Device = {
  ...CRAWLER,
  userAgent: onWindows('147.0.0.0'),
  browser: 'Monitor',
  width: 1280,
  height: 720,
}
