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

/** What of a partnership or a school has a section of its own. */
const sections: ReadonlySet<string> = new Set(['package', 'file', 'documents', 'assignments', 'meeting', 'people'])

/** The section of an operation: what it is about within its partnership or school, else the first word of its path. */
export const tagOf = (url: string): string => {
  const words = segments(url).map(part => part.replace(/\..*$/, ''))
  return camel([words.slice(1).find(word => sections.has(word)) ?? words[0] ?? ''])
}
