/** For each of n owners the few best items offered so far: at most `most`, by a value, largest first. */
export type Shortlists = {
  readonly most: number
  readonly count: Int32Array
  readonly item: Int32Array
  readonly value: Float64Array
}

/** Empty shortlists. */
export const createShortlists = (n: number, most: number): Shortlists => ({
  most,
  count: new Int32Array(n),
  item: new Int32Array(n * most),
  value: new Float64Array(n * most),
})

/** Offers an item to an owner's list. */
export const offer = (s: Shortlists, owner: number, item: number, value: number): void => {
  const { most, item: items, value: values } = s
  const first = owner * most
  let i = s.count[owner] as number
  if (i === most) {
    if (value <= (values[first + most - 1] as number)) return
    i--
  } else s.count[owner] = i + 1
  for (; i > 0 && (values[first + i - 1] as number) < value; i--) {
    values[first + i] = values[first + i - 1] as number
    items[first + i] = items[first + i - 1] as number
  }
  values[first + i] = value
  items[first + i] = item
}

/** Where owners and items are the same n: calls back for every pair that stands in the list of at least one of the two. */
export const eachListedPair = (s: Shortlists, visit: (u: number, v: number) => void): void => {
  const { most, count, item } = s
  const lists = (u: number, v: number): boolean => {
    for (let i = u * most, end = i + (count[u] as number); i < end; i++) if (item[i] === v) return true
    return false
  }
  for (let u = 0; u < count.length; u++) {
    for (let i = u * most, end = i + (count[u] as number); i < end; i++) {
      const v = item[i] as number
      if (u < v || !lists(v, u)) visit(u, v)
    }
  }
}
