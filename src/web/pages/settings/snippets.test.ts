import { expect, test } from 'vitest'
import { snippetsOf } from './snippets.ts'

const values = { origin: 'https://w.example', applicationId: 'app-1', clientToken: 'pub-1' }

test('every snippet names this server and this application', () => {
  for (const { id, text } of snippetsOf('browser', values)) {
    expect(text, id).toContain('https://w.example/')
    expect(text, id).toContain('app-1')
    if (id !== 'server') expect(text, id).toContain('pub-1')
  }
})

test("the application's own platform comes first", () => {
  expect(snippetsOf('android', values)[0]?.id).toBe('android')
  expect(snippetsOf('browser', values)[0]?.id).toBe('npm')
  expect(snippetsOf('roku', values)).toHaveLength(7)
})

test('browsers use the proxy, phones the full address of the intake', () => {
  const of = (id: string) => snippetsOf('browser', values).find((s) => s.id === id)!.text
  expect(of('npm')).toContain("proxy: 'https://w.example/intake'")
  expect(of('ios')).toContain('"https://w.example/api/v2/rum"')
  expect(of('android')).toContain('.useCustomEndpoint("https://w.example/api/v2/replay")')
})
