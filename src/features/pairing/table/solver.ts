import { Worker } from 'node:worker_threads'
import type { PairingRequest } from '../request.ts'
import type { Solved, SolveProgress, SolveTask, ThreadMessage } from './solve-task.ts'

/** A task at work. `done` gives null where it was cancelled, and throws where the thread failed. */
export type Solving = { readonly done: Promise<Solved | null>; readonly cancel: () => void }

const thread = new URL('./solve-thread.ts', import.meta.url)

/** Works at a request in a thread of its own. */
export const solveInThread = (
  { on, ...request }: PairingRequest,
  onProgress: (progress: SolveProgress) => void = () => undefined,
): Solving => {
  const task: SolveTask = { ...request, on: on.toString() }
  const worker = new Worker(thread, { workerData: task })
  let cancelled = false
  let solved: Solved | null = null
  const done = new Promise<Solved | null>((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if ('progress' in message) onProgress(message.progress)
      else solved = message.solved
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      if (solved !== null || cancelled) resolve(solved)
      else reject(new Error('The thread of the solver ended without an answer'))
    })
  })
  return {
    done,
    cancel: () => {
      cancelled = true
      void worker.terminate()
    },
  }
}
