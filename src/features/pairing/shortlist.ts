/** For each of n schools the few best others found so far: at most `most`, by a value, largest first. */
export type Shortlists = {
  readonly most: number
  readonly count: Int32Array
  readonly other: Int32Array
  readonly value: Float64Array
}

/** Empty shortlists. */
export const createShortlists = (n: number, most: number): Shortlists => ({
  most,
  count: new Int32Array(n),
  other: new Int32Array(n * most),
  value: new Float64Array(n * most),
})

/** Offers school v to u's list. */
export const offer = (s: Shortlists, u: number, v: number, value: number): void => {
  const { most, other, value: values } = s
  const first = u * most
  let i = s.count[u] as number
  if (i === most) {
    if (value <= (values[first + most - 1] as number)) return
    i--
  } else s.count[u] = i + 1
  for (; i > 0 && (values[first + i - 1] as number) < value; i--) {
    values[first + i] = values[first + i - 1] as number
    other[first + i] = other[first + i - 1] as number
  }
  values[first + i] = value
  other[first + i] = v
}

/** The pairs that stand in the list of at least one of the two. */
export const listedPairs = (s: Shortlists): [number, number][] => {
  const pairs: [number, number][] = []
  const listed = (u: number, v: number): boolean => {
    for (let i = u * s.most, end = i + (s.count[u] as number); i < end; i++) if (s.other[i] === v) return true
    return false
  }
  s.count.forEach((count, u) => {
    for (let i = u * s.most; i < u * s.most + count; i++) {
      const v = s.other[i] as number
      if (u < v || !listed(v, u)) pairs.push([u, v])
    }
  })
  return pairs
}
