// Plain JavaScript on purpose: an older node cannot read the rest. Loaded first, by `node --import` in the npm scripts
// and by main.ts.
const major = Number(process.versions.node.split('.')[0])
if (major < 26) {
  console.error(
    `Vzaimo needs Node 26 and was started by Node ${process.versions.node}. Use the npm scripts after "npm ci": they bring it along.`,
  )
  process.exit(1)
}
