import { expect, test } from 'vitest'
import { columnNames } from './csv-head.ts'

const utf16 = (text: string) => {
  const units = [0xfeff, ...Array.from(text, (c) => c.charCodeAt(0))]
  return new Uint8Array(Uint16Array.from(units).buffer)
}

test.each<[string, Uint8Array | string, string[]]>([
  ['commas', 'id,mail\n1,2', ['id', 'mail']],
  ['semicolons, a byte order mark and quotes', '\ufeff"Id";"Mail; work"\r\n1;2', ['Id', 'Mail; work']],
  ['a quoted quotation mark and line end', '"a ""b""\nc",d\n', ['a "b"\nc', 'd']],
  ['tabs in UTF-16', utf16('Id\tMail\n'), ['Id', 'Mail']],
  ['one column', 'id', ['id']],
  ['nothing', '', []],
])('names of columns: %s', (_, content, names) => {
  expect(columnNames(typeof content === 'string' ? new TextEncoder().encode(content) : content)).toEqual(names)
})
