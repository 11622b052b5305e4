import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { AnswerError } from '../../../../ui/ask/ask.ts'
import { failureOf } from '../../../client.ts'
import { SEGMENTS, type SegmentAnswer } from './use-segments.ts'

export interface Upload {
  file: File
  name: string
  description: string
  column: string
  key: string
}

/** Sends a file, and tells how much of it has gone: 1 once all has, while it is being matched. */
export const useUpload = (onDone: (answer: SegmentAnswer) => void) => {
  const queries = useQueryClient()
  const [sent, setSent] = useState(0)
  const upload = useMutation({
    mutationFn: (given: Upload) => {
      setSent(0)
      return post(given, setSent)
    },
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['segments'] })
      onDone(answer)
    },
  })
  return { ...upload, sent }
}

/** `fetch` can't tell how much was sent. */
const post = ({ file, ...fields }: Upload, onSent: (share: number) => void) =>
  new Promise<SegmentAnswer>((resolve, reject) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('file', file)
    const request = new XMLHttpRequest()
    request.open('POST', `${SEGMENTS}/csv`)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onSent(total ? loaded / total : 0)
    request.upload.onload = () => onSent(1)
    request.onload = () => {
      if (request.status < 300) return resolve((request.response as { data: SegmentAnswer }).data)
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
