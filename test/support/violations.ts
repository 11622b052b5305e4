import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** A script: done when the page has the colours of its medium and nothing that ends is still moving. */
const AT_REST = `(async () => {
  const frame = () => new Promise((next) => requestAnimationFrame(next))
  const scheme = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  const ends = ({ effect, playState }) => playState === 'running' && effect.getComputedTiming().endTime !== Infinity
  while (document.documentElement.dataset.mantineColorScheme !== scheme()) await frame()
  for (let quiet = 0; quiet < 2; quiet++) {
    await frame()
    const moving = document.getAnimations().filter(ends)
    if (moving.length) quiet = -1
    await Promise.allSettled(moving.map(({ finished }) => finished))
  }
})()`

/** Not where each element that is in order stands, which takes a quarter of the time. */
const ONLY_VIOLATIONS = { resultTypes: ['violations' as const], preload: false }

/**
 * What axe finds on a page at rest, for in the middle of a fade a colour is nobody's choice: rules, each with where it was
 * broken first. Tooltips lie outside of every landmark, as they should: the pointer leaves them.
 * @param without a selector of what isn't ours.
 */
export const violationsOf = async (page: Page, without?: string): Promise<string[]> => {
  await page.mouse.move(0, 0)
  await page.getByRole('tooltip').waitFor({ state: 'detached' })
  await page.evaluate(AT_REST)
  const axe = new AxeBuilder({ page }).options(ONLY_VIOLATIONS)
  const { violations } = await (without ? axe.exclude(without) : axe).analyze()
  return violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`)
}
