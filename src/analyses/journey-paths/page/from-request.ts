import { surroundingsOf } from '../../../ui/scope/surroundings.ts'
import { aliasesIn, followedIn, journeyAsked, scopeAsked, targetAsked } from '../../journey/page/asked-journey.ts'
import { EVENT_KINDS } from '../../journey/page/step.ts'
import { windowOf } from '../../journey/page/window.ts'
import { type ParamsOfRequest, paramsAsking } from '../../open-request.ts'
import { JourneyPathsRequest, type PathsAttributes } from '../definition.ts'
import { paramsOfQuestion, questionOf } from './address.ts'
import { FIRST_QUESTION, type Question } from './question.ts'
import { pathsRequest } from './request.ts'

/** The page at which the ways are asked. */
export const paramsOfRequest: ParamsOfRequest = (request) => {
  const known = JourneyPathsRequest.safeParse(request)
  if (!known.success) return null
  const { attributes } = known.data.data
  const { search, target, conversion_type, events, hide, limit } = attributes.query
  const followed = followedIn(search)
  if (!followed) return null
  const question: Question = {
    ...FIRST_QUESTION,
    ...followed,
    pair: target ? targetAsked(target, aliasesIn(search)) : null,
    side: conversion_type === 'drop-off' ? 'dropped' : 'converted',
    kinds: kindsOf(events),
    hide: hide.map(({ type, name }) => ({ kind: type, name })),
    rows: limit,
  }
  return paramsAsking(request, [{ question, scope: scopeAsked(attributes, search.filters) }], {
    questionOf,
    paramsOfQuestion,
    requestOf: (asked, scope, span) => pathsRequest(asked, surroundingsOf({ scope, span })),
    known: JourneyPathsRequest,
    askedBy: ({ data }) => askedBy(data.attributes),
  })
}

const kindsOf = (events: PathsAttributes['query']['events']) => EVENT_KINDS.filter((kind) => events.includes(kind))

/** The window of users and accounts where none is asked for. */
const WINDOWLESS = windowOf({ per: 'user', within: null })!.ms

const askedBy = ({ from, to, exclude_anonymous_traffic, query }: PathsAttributes) => {
  const { search, target, events, ...rest } = query
  return {
    ...rest,
    from,
    to,
    exclude_anonymous_traffic,
    ...journeyAsked(search, WINDOWLESS),
    pair: targetAsked(target, aliasesIn(search)),
    events: kindsOf(events),
  }
}
