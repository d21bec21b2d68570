import { SMTPServer } from 'smtp-server'

/** A mail server that takes everything and keeps nothing. It tells its address in a line of JSON, and ends when its input does. */
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, _session, done) => {
    stream.on('end', () => done()).resume()
  },
})
server.listen(0, '127.0.0.1', () => {
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  console.log(JSON.stringify({ url: `smtp://127.0.0.1:${port}` }))
})
process.stdin.on('end', () => process.exit(0)).resume()
