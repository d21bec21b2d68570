import { exampleOf, type Operation } from './api-document.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A call of the operation from a shell; what stands in capitals is the caller's to fill in. */
export const curlOf = (
  server: string,
  method: string,
  path: string,
  { parameters = [], requestBody }: Operation,
): string => {
  const url = `${server}${path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}`
  const names = new Set(parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name))
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "${url}"`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(names.has('Idempotency-Key') ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(names.has('If-Match') ? [`-H 'If-Match: "1"'`] : []),
    ...(type === undefined || media === undefined ? [] : bodyOf(type, exampleOf(media.schema))),
  ]
  return lines.join(' \\\n  ')
}

const bodyOf = (type: string, example: unknown): string[] => {
  if (type !== 'multipart/form-data') return [`-H 'Content-Type: ${type}'`, `-d ${quoted(JSON.stringify(example))}`]
  return Object.entries(example as object).map(
    ([name, value]) => `-F ${name === 'file' ? '"file=@FILE"' : quoted(`${name}=${String(value)}`)}`,
  )
}
