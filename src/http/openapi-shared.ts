type Responses = Record<string, object>
type Operations = Record<string, { responses?: Responses }>

/** As much of the document as is moved about here. */
type Document = { paths?: Record<string, unknown>; components?: object }

/**
 * Names each refusal once for the whole document, for most operations refuse alike: `Refused403`, and `Refused403b` where the same status
 * may stand for other problems.
 */
export const shareRefusals = <Made extends Document>(document: Made): Made => {
  const names = new Map<string, string>()
  const shared: Responses = {}
  const nameOf = (status: string, response: object): string => {
    const text = JSON.stringify(response)
    const known = names.get(text)
    if (known !== undefined) return known
    const before = Object.keys(shared).filter(name => name.startsWith(`Refused${status}`)).length
    const name = `Refused${status}${before === 0 ? '' : String.fromCharCode(97 + before)}`
    names.set(text, name)
    shared[name] = response
    return name
  }
  for (const path of Object.values(document.paths ?? {}) as Operations[])
    for (const operation of Object.values(path))
      operation.responses = Object.fromEntries(
        Object.entries(operation.responses ?? {}).map(([status, response]) =>
          Number(status) < 400
            ? [status, response]
            : [status, { $ref: `#/components/responses/${nameOf(status, response)}` }],
        ),
      )
  return { ...document, components: { ...document.components, responses: shared } }
}
