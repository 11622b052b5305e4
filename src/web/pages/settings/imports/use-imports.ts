import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ImportedColumn } from '../../../../model/audience/imported.ts'
import type { UploadReport } from '../../../../model/audience/upload.ts'
import { useAsk } from '../../../../ui/ask/ask-context.ts'
import type { Audience } from '../../../../ui/ask/profile-facets.ts'

export const IMPORTS = '/api/v2/product-analytics/imports'

export interface Import {
  id: string
  name: string
  audience: Audience
  key: string
  /** The column that holds the key. */
  column: string
  columns: (ImportedColumn & { attribute: string; profile_attribute: string })[]
  file: string
  uploaded_at: number
  uploaded_by: string
  report: UploadReport
}

interface ImportAnswer {
  id: string
  attributes: Omit<Import, 'id'>
}

/** What may hold imported attributes: asked again after a change. */
const CHANGED = ['imports', 'profile-facets', 'profile-values', 'profiles', 'facets']

export const useImportsChanged = () => {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => CHANGED.includes(String(queryKey[0])) })
}

export const useImports = () => {
  const ask = useAsk()
  return useQuery({
    queryKey: ['imports'],
    queryFn: async ({ signal }): Promise<Import[]> => {
      const answer = await ask<{ data: ImportAnswer[] }>({ path: IMPORTS, signal })
      return answer.data.map(({ id, attributes }) => ({ id, ...attributes }))
    },
  })
}

/** Corrects a column, or removes a table. */
export const useImportChange = () => {
  const ask = useAsk()
  const changed = useImportsChanged()
  const change = useMutation({
    mutationFn: ({ id, column }: { id: string; column: { id: string; label?: string; type?: string } }) => {
      const body = { data: { type: 'import', attributes: { columns: [column] } } }
      return ask({ method: 'PATCH', path: `${IMPORTS}/${id}`, body })
    },
    onSuccess: changed,
  })
  const remove = useMutation({
    mutationFn: (id: string) => ask({ method: 'DELETE', path: `${IMPORTS}/${id}` }),
    onSuccess: changed,
  })
  return { change, remove }
}
