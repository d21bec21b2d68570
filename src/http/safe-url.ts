/** A link that came from people or data: http, https, mailto, tel or a path of ours; anything else (javascript:, data:) becomes '#'. */
export const safeUrl = (url: string): string => {
  if (isLocalPath(url)) return url
  const parsed = URL.parse(url)
  return parsed && ['http:', 'https:', 'mailto:', 'tel:'].includes(parsed.protocol) ? parsed.href : '#'
}

/** A path on this site: where a form may ask to be sent back to. Browsers read `//x` and `/\x` as another host. */
export const isLocalPath = (url: string): boolean => /^\/(?![/\\])[\x21-\x7e]*$/.test(url)
