import type { FastifyInstance, RouteOptions } from 'fastify'
import type { Authenticate } from './auth.ts'
import type { Operations } from './operations/operation.ts'

/**
 * Asks who comes before anything else of a request is read, on every route of the API that is not described as open.
 * To be called before the routes are registered.
 */
export const closeRoutes = (app: FastifyInstance, operations: Operations, authenticate: Authenticate): void => {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || isOpen(route, operations)) return
    const others = [route.onRequest ?? []].flat()
    route.onRequest = [async (request) => void (await authenticate(request)), ...others]
  })
}

const isOpen = ({ method, url }: RouteOptions, operations: Operations): boolean => {
  const path = url.replace(/:(\w+)/g, '{$1}')
  return [method].flat().some((each) => operations[`${each === 'HEAD' ? 'GET' : each} ${path}`]?.open !== undefined)
}
