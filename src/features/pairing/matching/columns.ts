/** An entry of a column of whole numbers that is known to be there: columns are sized once and indexed by their own nodes. */
export const at = (column: Int32Array, i: number): number => column[i] as number

/** The same for a column of values that may outgrow 32 bits. */
export const valueAt = (column: Float64Array, i: number): number => column[i] as number
