import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { signInMark } from '../../../src/letters/types.ts'
import { testApp } from '../../fixtures/app.ts'
import { sessionOf, testHouse } from '../../fixtures/house.ts'

t.setTimeout(240_000)

const path = '/letters/templates/packageSent/ru'

const room = async (test: Parameters<typeof testHouse>[0]) => {
  const th = await testHouse(test)
  const app = await testApp(th)
  test.teardown(() => app.close())
  const call = async (
    name: string,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    more: { form?: object; json?: object; seen?: number } = {},
  ) =>
    app.inject({
      method,
      url,
      headers: {
        cookie: await sessionOf(th, name),
        'sec-fetch-site': 'same-origin',
        'x-vzaimo': '1',
        'idempotency-key': randomUUID(),
        ...(more.seen === undefined ? {} : { 'if-match': `"${more.seen}"` }),
        ...(more.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(more.form === undefined
        ? {}
        : { payload: new URLSearchParams(more.form as Record<string, string>).toString() }),
      ...(more.json === undefined ? {} : { payload: more.json }),
    })
  const versions = async () => {
    const { rows } = await sql<{ version: number; subject: string }>`
      SELECT version, subject FROM letter_template ORDER BY version
    `.execute(th.db)
    return rows.map(({ version, subject }) => `${version} ${subject}`)
  }
  return { th, call, versions }
}

const plain = (body: string) => body.replaceAll('\u00A0', ' ')

const text = { subject: 'Проверочный текст: {{ about }}', body: 'Проверочный текст.\n\n[Открыть]({{ link }})' }

t.test('only the federal coordinator changes texts; a template that is not there is absent', async t => {
  const { call } = await room(t)
  for (const name of ['school-21-head', 'curator-gymnasium-1', 'municipal-smolensk', 'regional-tyumen'])
    for (const url of ['/letters/templates', path, `/api${path}`])
      t.equal((await call(name, 'GET', url)).statusCode, 403, `${name} ${url}`)
  t.equal((await call('federal', 'GET', '/letters/templates')).statusCode, 200)
  t.equal((await call('federal', 'GET', '/letters/templates/stranger/ru')).statusCode, 404)
  t.equal((await call('federal', 'GET', '/letters/templates/constructor/ru')).statusCode, 404)
})

t.test('every template has its page, and its sample can be looked at', async t => {
  const { call } = await room(t)
  const { templates } = (await call('federal', 'GET', '/api/letters/templates')).json()
  t.equal(templates.length, 116)
  for (const { kind, lang } of templates.filter((_: unknown, index: number) => index % 9 === 0)) {
    const { statusCode, body } = await call('federal', 'GET', `/letters/templates/${kind}/${lang}`)
    t.equal(statusCode, 200, `${kind} ${lang}`)
    t.notMatch(body, signInMark, 'the mark is no word for people')
    t.match((await call('federal', 'GET', `/api/letters/templates/${kind}/${lang}/preview`)).json().text, signInMark)
  }
})

t.test('a look changes nothing; a save makes a version; the original comes back, and all texts are kept', async t => {
  const { call, versions } = await room(t)
  const look = await call('federal', 'POST', path, { form: { ...text, seen: 0, act: 'look' } })
  t.equal(look.statusCode, 200)
  t.match(plain(look.body), /<b lang="ru">Проверочный текст: СШ № 2<\/b>/)
  t.same(await versions(), [])
  t.equal(
    (await call('federal', 'POST', path, { form: { ...text, seen: 0, act: 'save' } })).headers.location,
    `${path}?done=saved`,
  )
  t.equal(
    (await call('federal', 'POST', path, { form: { ...text, seen: 1, act: 'save' } })).statusCode,
    303,
    'the same text once more',
  )
  t.same(await versions(), ['1 Проверочный текст: {{ about }}'])
  t.match((await call('federal', 'GET', '/letters/templates')).body, /изменён/)
  t.equal(
    (await call('federal', 'POST', `${path}/original`, { form: { seen: 1 } })).headers.location,
    `${path}?done=restored`,
  )
  t.same(await versions(), ['1 Проверочный текст: {{ about }}', '2 '])
  const { changed, version, subject, original } = (await call('federal', 'GET', `/api${path}`)).json()
  t.match({ changed, version }, { changed: false, version: 2 })
  t.equal(subject, original.subject)
})

t.test('who saves over an older version sees both texts, and loses neither', async t => {
  const { call, versions } = await room(t)
  await call('federal', 'POST', path, { form: { ...text, seen: 0, act: 'save' } })
  const outrun = await call('federal', 'POST', path, {
    form: { ...text, subject: 'Другая тема', seen: 0, act: 'save' },
  })
  t.equal(outrun.statusCode, 409)
  t.match(plain(outrun.body), /Пока вы писали/)
  t.match(plain(outrun.body), /Проверочный текст: \{\{ about \}\}/)
  t.match(plain(outrun.body), /value="Другая тема"/)
  t.match(plain(outrun.body), /name="seen" value="1"/)
  t.same(await versions(), ['1 Проверочный текст: {{ about }}'])
  const api = await call('federal', 'PUT', `/api${path}`, { json: text, seen: 0 })
  t.match([api.statusCode, api.json().type], [412, '/problems/stale'])
})

t.test('a fault is said in words with its line, and nothing is saved', async t => {
  const { call, versions } = await room(t)
  const refused = await call('federal', 'POST', path, {
    form: { subject: 'Тема', body: 'один\r\n{% widget %}', seen: 0, act: 'save' },
  })
  t.equal(refused.statusCode, 422)
  t.match(plain(refused.body), /Текст, строка 2: нет такой команды: widget/)
  t.match(refused.body, /один\n\{% widget %\}/, 'what was typed is in place')
  const unlinked = await call('federal', 'POST', path, {
    form: { subject: 'Тема', body: 'без ссылки', seen: 0, act: 'save' },
  })
  t.match(plain(unlinked.body), /нет ссылки для входа/)
  const api = await call('federal', 'PUT', `/api${path}`, {
    json: { subject: '', body: '{{ stranger }} [x]({{ link }})' },
    seen: 0,
  })
  t.equal(api.statusCode, 422)
  t.match(api.json().fields, [{ field: 'subject', code: 'empty' }])
  t.same(await versions(), [])
})

t.test('a text is looked at with the letters that are really due', async t => {
  const { th, call } = await room(t)
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM letter_entry WHERE kind = 'rung' AND detail->>'act' = 'package' AND role = 'school' AND person IS NOT NULL
    ORDER BY id LIMIT 1
  `.execute(th.db)
  const url = `/api/letters/templates/rung.package.school/en/preview?on=entry-${rows[0]?.id}`
  const preview = (await call('federal', 'GET', url)).json()
  t.match(plain(preview.subject), /Send the package of documents by 7/)
  t.notMatch(preview.text, /School No\./)
  t.match((await call('federal', 'GET', '/letters/templates/digest/ru')).body, /value="entry-\d+"/)
  const digest = await call('federal', 'GET', '/letters/templates/digest/ru')
  const entry = /value="(entry-\d+)"/.exec(digest.body)?.[1]
  t.match(
    (await call('federal', 'GET', `/api/letters/templates/digest/ru/preview?on=${entry}`)).json().subject,
    /Взаимная экспертиза/,
  )
})
