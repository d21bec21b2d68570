import { join } from 'node:path'
import { createFileStore, type FileStore } from './files/store.ts'
import type { Settings } from './settings.ts'

/** The installation's own file store, in its data folder. */
export const openFiles = ({ dataFolder, fileMegabytes }: Pick<Settings, 'dataFolder' | 'fileMegabytes'>): FileStore =>
  createFileStore(join(dataFolder, 'files'), { maxBytes: fileMegabytes * 1024 * 1024 })
