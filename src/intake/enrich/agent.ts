import Bowser from 'bowser'
import { isbot, isbotMatch } from 'isbot'
import { boundedCache } from '../bounded-cache.ts'
import type { Agent } from '../shapes.ts'

/** Longer User-Agents are cut: what follows tells nothing more. */
const LONGEST = 1024

const TYPES: Record<string, string> = { desktop: 'Desktop', mobile: 'Mobile', tablet: 'Tablet', tv: 'TV', bot: 'Bot' }

/** Browser, system and device of a User-Agent. Empty for one that is missing or says nothing. Never throws. */
export const agentOf = (userAgent: string | undefined): Agent => {
  const text = userAgent?.slice(0, LONGEST).trim()
  return text ? cached(text) : NOTHING
}

const NOTHING: Agent = {}

const parse = (text: string): Agent => {
  try {
    const { browser, os, platform } = Bowser.parse(text)
    const bot = platform.type === 'bot' || isbot(text)
    return withoutMissing({
      browser_name: bot ? botName(text, browser.name) : browser.name,
      browser_version: browser.version,
      browser_version_major: majorOf(browser.version),
      ...systemOf(os),
      device_type: bot ? 'Bot' : TYPES[platform.type ?? ''],
      device_brand: platform.vendor,
      device_model: platform.model,
    })
  } catch {
    return NOTHING
  }
}

const cached = boundedCache(5000, parse)

/** The browser's name where it is a bot's, else the word that gave it away. */
const botName = (text: string, name: string | undefined): string => {
  if (name && isbot(name)) return name
  return isbotMatch(text)?.split('/', 1)[0] || name || 'Bot'
}

/** Windows calls its versions by inner numbers: `NT 10.0` is 10 and 11 alike. */
const systemOf = (os: {
  name?: string | undefined
  version?: string | undefined
  versionName?: string | undefined
}) => {
  const version = os.name === 'Windows' ? (os.versionName ?? os.version) : os.version
  return { os_name: os.name, os_version: version, os_version_major: majorOf(version) }
}

const majorOf = (version: string | undefined): string | undefined => version?.split('.', 1)[0]

const withoutMissing = (values: { [Key in keyof Agent]: Agent[Key] | undefined }): Agent =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Agent
