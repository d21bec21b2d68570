import multipart from '@fastify/multipart'
import type { App } from './app.ts'

/** Limits of what one request may bring. */
export type UploadLimits = { readonly fileBytes: number; readonly files: number }

/** As long as a field of a form beside the files may be. */
const FIELD_BYTES = 100 * 1024

/**
 * Lets the routes of this scope, and no others, read files with `request.parts()`; too large or too many ends as problem too-large. A plain
 * form that posts here takes its action from `uploadAction`, for its token must be known before its body is read.
 */
export const acceptUploads = (scope: App, limits: UploadLimits): void => {
  scope.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: limits.fileBytes, files: limits.files, fields: 50, fieldSize: FIELD_BYTES },
  })
}
