import {
  AddSessionQuery,
  HistoryQuery,
  PageQuery,
  PlaylistBody,
  PlaylistsQuery,
  SessionIdsBody,
  WatchBody,
} from '../routes/playlist-body.ts'
import { AssetQuery } from '../routes/recorded-assets.ts'
import { ChangeComment, CommentsQuery, CreateComment } from '../routes/replay-comments.ts'
import { SegmentsQuery } from '../routes/replay-segments.ts'
import type { Operations } from './operation.ts'

const tag = 'Replay'

export const REPLAY_OPERATIONS: Operations = {
  'GET /api/v2/rum/replay/sessions/{session}/views/{view}/segments': {
    tag,
    summary: 'Recorded segments of a view',
    query: SegmentsQuery,
  },
  'GET /api/v2/wayworn/replay/sessions/{session}': { tag, summary: 'The views of a session that were recorded' },
  'PUT /api/v2/wayworn/replay/sessions/{session}/kept': {
    role: 'editor',
    tag,
    summary: 'Keep a recording for 15 months, once the session is over',
  },
  'DELETE /api/v2/wayworn/replay/sessions/{session}/kept': {
    role: 'editor',
    tag,
    summary: 'Keep a recording only as long as all others again',
    status: 204,
  },
  'GET /api/v2/rum/replay/playlists': { tag, summary: 'Playlists, the newest first', query: PlaylistsQuery },
  'POST /api/v2/rum/replay/playlists': {
    role: 'editor',
    tag,
    summary: 'Make a playlist',
    body: PlaylistBody,
    status: 201,
  },
  'GET /api/v2/rum/replay/playlists/{playlist}': { tag, summary: 'One playlist' },
  'PUT /api/v2/rum/replay/playlists/{playlist}': {
    role: 'editor',
    tag,
    summary: 'Change a playlist',
    body: PlaylistBody,
  },
  'DELETE /api/v2/rum/replay/playlists/{playlist}': {
    role: 'editor',
    tag,
    summary: 'Remove a playlist; its sessions stay',
    status: 204,
  },
  'GET /api/v2/rum/replay/playlists/{playlist}/sessions': {
    tag,
    summary: 'The sessions of a playlist',
    query: PageQuery,
  },
  'DELETE /api/v2/rum/replay/playlists/{playlist}/sessions': {
    role: 'editor',
    tag,
    summary: 'Take sessions out of a playlist',
    body: SessionIdsBody,
    status: 204,
  },
  'PUT /api/v2/rum/replay/playlists/{playlist}/sessions/{session}': {
    role: 'editor',
    tag,
    summary: 'Add a session to a playlist',
    query: AddSessionQuery,
  },
  'DELETE /api/v2/rum/replay/playlists/{playlist}/sessions/{session}': {
    role: 'editor',
    tag,
    summary: 'Take a session out of a playlist',
    status: 204,
  },
  'GET /api/v2/wayworn/replay/sessions/{session}/playlists': { tag, summary: 'The playlists that a session is in' },
  'POST /api/v2/rum/replay/sessions/{session}/watches': {
    tag,
    summary: 'Note that you watched a recording',
    body: WatchBody,
    status: 201,
  },
  'DELETE /api/v2/rum/replay/sessions/{session}/watches': {
    tag,
    summary: 'Forget that you watched a recording',
    status: 204,
  },
  'GET /api/v2/rum/replay/sessions/{session}/watchers': {
    tag,
    summary: 'Who watched a recording, and how often',
    query: PageQuery,
  },
  'GET /api/v2/rum/replay/viewership-history/sessions': {
    tag,
    summary: 'The recordings that you watched, or somebody else, the last one first',
    query: HistoryQuery,
  },
  'GET /api/v2/wayworn/replay/sessions/{session}/comments': {
    tag,
    summary: 'What people wrote about moments of a recording',
  },
  'POST /api/v2/wayworn/replay/sessions/{session}/comments': {
    role: 'editor',
    tag,
    summary: 'Write about a moment of a recording',
    body: CreateComment,
    status: 201,
  },
  'GET /api/v2/wayworn/replay/comments': {
    tag,
    summary: 'The newest comments, or those that mention you',
    query: CommentsQuery,
  },
  'PATCH /api/v2/wayworn/replay/comments/{id}': { tag, summary: 'Change a comment of yours', body: ChangeComment },
  'DELETE /api/v2/wayworn/replay/comments/{id}': { tag, summary: 'Remove a comment of yours', status: 204 },
  'GET /api/v2/wayworn/replay/assets': {
    tag,
    summary: 'An image, a font or a style sheet of a recorded page, as it was when first asked for',
    query: AssetQuery,
  },
  'GET /api/v2/wayworn/replay/assets/origins': {
    tag,
    summary: 'The origins whose images, fonts and style sheets are fetched',
  },
  'GET /api/v2/wayworn/replay/images/{application}/{name}': { tag, summary: 'An image that recordings name' },
}
