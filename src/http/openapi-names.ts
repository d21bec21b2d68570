/** Words of paths whose one is not their many without the last letter. */
const ones: Readonly<Record<string, string>> = { people: 'person', histories: 'history', statuses: 'status' }

const one = (many: string): string => ones[many] ?? many.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

const camel = (words: readonly string[]): string =>
  words
    .flatMap(word => word.split(/[-.]/))
    .map(capital)
    .join('')

const segments = (url: string): string[] => url.split('/').filter(part => part !== '' && part !== 'api')

/** The same for ever as long as the path is: `POST /api/schools/:school/people/:person/role` is `postSchoolPersonRole`. */
export const operationIdOf = (method: string, url: string): string => {
  const parts = segments(url)
  const names = parts.flatMap((part, i) => {
    if (part.startsWith(':')) return []
    return [parts[i + 1]?.startsWith(':') ? one(part) : part]
  })
  return `${method.toLowerCase()}${camel(names)}`
}

/** The section of an operation: what it is about within its partnership or school, else the first word of its path. */
export const tagOf = (url: string): string => {
  const parts = segments(url)
  const nouns = parts.filter(
    (part, i) => !part.startsWith(':') && !(part === 'seats' && parts[i + 1]?.startsWith(':') && parts.length > i + 2),
  )
  const [first = '', second] = nouns
  const hasObject = parts[1]?.startsWith(':') ?? false
  return camel([hasObject && second !== undefined ? second : first])
}
