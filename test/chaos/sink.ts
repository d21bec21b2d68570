import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/**
 * The mail server of the fault run, a process of its own: `node sink.ts PORT FILE`. Each letter becomes a line of JSON in the file, with the real
 * instant, and is on the disk before it is accepted. Says `ready PORT`, then `got` for each letter.
 */
const [port = '0', file = ''] = process.argv.slice(2)

// A line that a killed forerunner left half written ends here.
if (existsSync(file) && !readFileSync(file, 'utf8').endsWith('\n')) appendFileSync(file, '\n')
const out = openSync(file, 'a')

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  logger: false,
  onData(stream, session, done) {
    buffer(stream).then(
      raw => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        writeSync(out, `${JSON.stringify({ real: Date.now(), to, raw: raw.toString('base64') })}\n`)
        fsyncSync(out)
        process.stdout.write('got\n')
        done()
      },
      error => done(error),
    )
  },
})
server.on('error', error => console.error(error.message))
const listening = server.listen(Number(port), '127.0.0.1', () => {
  const address = listening.address()
  process.stdout.write(`ready ${typeof address === 'object' && address !== null ? address.port : 0}\n`)
})
process.on('SIGTERM', () => {
  closeSync(out)
  process.exit(0)
})
