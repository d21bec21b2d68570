/** What a person is given as proof: the history row of the act, its hash, the instant. */
export type Receipt = { root: string; key: string; n: number; hash: string; at: string }
