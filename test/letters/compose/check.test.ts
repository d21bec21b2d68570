import t from 'tap'
import { checkTemplate } from '../../../src/letters/compose/check.ts'
import { originalOf, templateNames } from '../../../src/letters/compose/templates.ts'
import { demoSeason, loadSeasons } from '../../../src/seasons.ts'
import { LANGS } from '../../../src/words/index.ts'

const at = '2022-10-04T06:12:00.000Z'
const season = (() => {
  const found = loadSeasons().get(demoSeason)
  if (found === undefined) throw new Error('The season of 2022 is not here')
  return found
})()

const check = (subject: string, body: string, name = 'packageSent') =>
  checkTemplate('ru', name, { subject, body }, season, at).map(fault => [
    fault.field,
    fault.code,
    fault.line,
    fault.name,
  ])

const good = '[Открыть]({{ link }})'

t.test('every text of the catalogue passes its own check', async t => {
  for (const lang of LANGS)
    for (const name of templateNames)
      t.same(
        checkTemplate(lang, name, originalOf(lang, name) ?? { subject: '', body: '' }, season, at),
        [],
        `${name} ${lang}`,
      )
})

t.test('each fault is named with its line', async t => {
  t.same(check('Тема', good), [])
  t.same(check('', good), [['subject', 'empty', null, '']])
  t.same(check('Тема', ' '), [['body', 'empty', null, '']])
  t.same(check('Т'.repeat(601), good), [['subject', 'long', null, '']])
  t.same(check('Тема', `один\n\n{% widget %}\n${good}`), [['body', 'tag', 3, 'widget']])
  t.same(check('Тема', `один\n{{ school | date }}\n${good}`), [['body', 'filter', 2, 'date']])
  t.same(check('Тема', `{{ school | raw }}\n${good}`), [['body', 'filter', 1, 'raw']])
  t.same(check('Тема', `один\n{% if school %}\n${good}`), [['body', 'unclosed', 2, '{% if school %}']])
  t.same(check('Тема', `один\n{{ school\n${good.replace('}}', '')}`)[0]?.slice(0, 3), ['body', 'unclosed', 2])
  t.same(check('{{ stranger }}', good), [['subject', 'value', 1, 'stranger']])
  t.same(
    check('Тема', `${good}\n\n{% if false %}{{ stranger }}{% endif %}`),
    [['body', 'value', 3, 'stranger']],
    'also where it is not reached',
  )
  t.same(check('Тема', 'Проверочный текст'), [['body', 'noLink', null, 'usual']])
  t.same(check('Тема', 'Ссылка {{ link }}'), [['body', 'noLink', null, 'usual']], 'printed, but no link')
  t.same(check('{% if reader == "curator" %}Тема{% endif %}', good), [['subject', 'emptySubject', null, 'usual']])
  t.same(check('{{ link }}', good), [['subject', 'linkInSubject', null, 'usual']])
  t.same(check('Тема', `{% include "x" %}${good}`), [['body', 'tag', 1, 'include']])
  t.same(check('Тема', `{% for i in (1..90000000) %}{{ i }}{% endfor %}${good}`)[0]?.slice(0, 2), ['body', 'fails'])
})

t.test('a link that only some readers would get is no link', async t => {
  const body = '{% if phase == "after" %}[Войти]({{ link }}){% endif %} Проверочный текст'
  t.same(check('Тема', body, 'rung.package.school'), [['body', 'noLink', null, 'before']])
})
