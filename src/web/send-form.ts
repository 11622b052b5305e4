import { AnswerError } from '../ui/ask/ask.ts'
import { failureOf } from './client.ts'

/** Posts a form with a file, and tells how much of it has gone: 1 once all has. `fetch` can't tell that. */
export const sendForm = <T>(path: string, form: FormData, onSent: (share: number) => void = () => {}): Promise<T> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onSent(total ? loaded / total : 0)
    request.upload.onload = () => onSent(1)
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as T)
      const id = request.getResponseHeader('x-request-id')
      reject(failureOf(request.status, new Headers(id ? { 'x-request-id': id } : {}), request.response))
    }
    request.onerror = () => {
      const detail =
        'The file did not arrive. Look whether the server runs and whether you are online, then send it again.'
      reject(new AnswerError({ status: 0, title: 'Not sent', detail }))
    }
    request.send(form)
  })
