/** The hidden field of plain forms; in a multipart form it stands in the action's query, for the body is read later. */
export const TOKEN_FIELD = '_token'

/** The header every fetch of ours sends with what changes something; no other site can add it without our consent. */
export const FETCH_HEADER = 'x-vzaimo'
