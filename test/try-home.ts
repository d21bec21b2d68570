import t from 'tap'
import { testHouse } from './fixtures/house.ts'
import { frameDeps } from './fixtures/frame.ts'
import { buildApp, mount } from '../src/http/app.ts'
import { partnershipRoutes } from '../src/features/partnerships/routes.ts'
import { statechartRoutes } from '../src/features/statecharts/routes.ts'
import { chromium } from 'playwright-core'
const th = await testHouse(t)
const at = process.argv[2] ?? '2022-10-08T08:00:00.000Z'
const who = process.argv[3] ?? 'school-21-coordinator'
const d = await th.house.dispatch({ root: th.demo.groups.get('pair')!, key: 'seat/1', event: {type:'seat.signIn'}, person: th.person('school-21-coordinator'), at: '2022-09-29T08:00:00.000Z' })
console.log(d)
const app = buildApp(frameDeps({ demo: true, publicUrl: 'http://localhost', arrive: async () => ({ at, viewer: { personId: th.person(who), displayName: 'СШ № 21', subtitle: 'координатор', lang: 'ru', zone: 'Europe/Moscow', roles: [], via: 'session' } }), nav: () => ({ main: [{key:'home', href:'/', label:'Сейчас'}], foot: [] }), mayEver: () => true }))
mount(app, s => { partnershipRoutes(s, th.house, async () => ({ done: 3, total: 26 })); statechartRoutes(s, th.house) })
const url = await app.listen({ port: 0 })
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-background-networking'] })
for (const w of [1440, 360]) { const p = await b.newPage({ viewport:{width:w,height:900} }); const r = await p.goto(url + '/'); console.log(r!.status()); await p.screenshot({path:`/tmp/brief/home-${w}.png`, fullPage:true}) }
const p = await b.newPage({ viewport:{width:1440,height:900} }); await p.goto(url + '/machines'); await p.screenshot({path:`/tmp/brief/machines.png`, fullPage:true})
const r2 = await p.goto(url + '/api/partnerships/'+th.demo.groups.get('pair')); console.log((await r2!.text()).slice(0,300))
await b.close(); await app.close(); t.end()
