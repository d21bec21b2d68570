import type { OpenedLine } from './open-line.ts'
import { presentOf } from './rules.ts'

/** The version over which the next one is written. */
export const wroteOver = ({ versions }: Pick<OpenedLine, 'versions'>): number => presentOf(versions)?.version ?? 0
