import type { Page } from 'playwright-core'

/** Of an open list: walks down with the arrow key until the option is marked, and takes it, as one does who looks. */
export const pickOption = async (page: Page, name: string): Promise<void> => {
  const option = page.getByRole('option', { name, exact: true })
  await option.waitFor()
  const count = await page.getByRole('option').count()
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('ArrowDown')
    if ((await option.getAttribute('data-combobox-selected')) !== null) return page.keyboard.press('Enter')
  }
  throw new Error(`The arrow key walks past "${name}".`)
}
