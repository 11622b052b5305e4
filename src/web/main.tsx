import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { AnswerError } from '../ui/ask/ask.ts'
import { AskProvider } from '../ui/ask/ask-context.ts'
import { ChartViewsProvider } from '../ui/charts/chart-views.ts'
import { createKeys, KeysProvider } from '../ui/shell/keys.ts'
import { ThemeProvider } from '../ui/theme/theme-provider.tsx'
import { createAsk } from './client.ts'
import { createAppRouter } from './router.tsx'
import { signInPath } from './sign-in-path.ts'
import { viewOfRequest } from './view-of-request.ts'

/** Asking again helps only where the server was away for a moment. */
const mayHelp = (failures: number, error: unknown) =>
  failures < 2 && error instanceof AnswerError && (error.status === 0 || error.status === 503)

const queries = new QueryClient({
  defaultOptions: { queries: { retry: mayHelp, refetchOnWindowFocus: false, staleTime: 30_000 } },
})
const router = createAppRouter()
const keys = createKeys()

const ask = createAsk(fetch.bind(globalThis), () => {
  const { pathname, href } = router.state.location
  if (pathname !== '/sign-in') router.history.push(signInPath(href))
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={queries}>
        <AskProvider value={ask}>
          <ChartViewsProvider value={viewOfRequest}>
            <KeysProvider value={keys}>
              <RouterProvider router={router} />
            </KeysProvider>
          </ChartViewsProvider>
        </AskProvider>
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
)
