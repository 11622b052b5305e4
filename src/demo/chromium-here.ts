import chromiumPackage from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

/** A headless Chromium from the package. */
export const openChromium = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (await chromiumPackage.executablePath()),
    args: chromiumPackage.args.filter((flag) => !/single-process|zygote/.test(flag)),
    headless: true,
  })
