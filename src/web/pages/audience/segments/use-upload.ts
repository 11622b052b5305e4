import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sendForm } from '../../../send-form.ts'
import { SEGMENTS, type SegmentAnswer } from './use-segments.ts'

interface Upload {
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
    mutationFn: ({ file, ...fields }: Upload) => {
      setSent(0)
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      form.set('file', file)
      return sendForm<{ data: SegmentAnswer }>(`${SEGMENTS}/csv`, form, setSent)
    },
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({ queryKey: ['segments'] })
      onDone(data)
    },
  })
  return { ...upload, sent }
}
