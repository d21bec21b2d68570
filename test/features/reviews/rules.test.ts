import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { loadSeason } from '../../../src/features/cycles/definition.ts'
import {
  answerName,
  commentLabel,
  commentWish,
  countOf,
  type Filled,
  isOpened,
  isPrivate,
  missingCode,
  missingIn,
  questionIn,
  questionnaireOf,
  questionsOf,
  readingOf,
  type Score,
  suggestsNotApplicable,
  takesScore,
} from '../../../src/features/reviews/rules.ts'

const season = loadSeason(join(import.meta.dirname, '../../../workflows/seasons/500plus-2022'))
const { criteria } = season
const rule = season.review.comment
const programmes = [
  { id: 'a', title: 'Дефицит $& кадров' },
  { id: 'b', title: 'ОВЗ' },
]
const all = questionnaireOf(criteria, programmes)
const scores: (Score | null)[] = ['0', '1', '2', '3', 'notApplicable', null]

t.test('a form for each scored document, one for each programme, and one question to the whole review', async t => {
  t.match(
    all.forms.map(({ id, slot, title, questions }) => [id, slot, title.ru, questions.length]),
    [
      ['development-concept', 'development-concept', 'Концепция развития', 4],
      ['midterm-programme', 'midterm-programme', 'Среднесрочная программа развития', 4],
      ['antirisk-programme.a', 'antirisk-programme/a', 'Антирисковая программа «Дефицит $& кадров»', 7],
      ['antirisk-programme.b', 'antirisk-programme/b', 'Антирисковая программа «ОВЗ»', 7],
    ],
  )
  t.same(all.closing.map(answerName), ['review/strengths'])
  t.same(
    questionsOf(all)
      .filter(isPrivate)
      .map(({ form }) => form),
    all.forms.map(({ id }) => id),
    'notes are kept by form',
  )
  const names = questionsOf(all).map(answerName)
  t.equal(new Set(names).size, names.length)
  t.equal(questionIn(all, 'midterm-programme', 'antirisk.measurable'), null)
})

t.test('a comment is required for 0, 1 and not applicable, asked for 2, free for 3', async t => {
  t.same(
    scores.map(score => commentWish(score, rule)),
    ['required', 'required', 'asked', 'free', 'required', 'free'],
  )
  t.same(
    scores.map(score => commentLabel(score, criteria)),
    ['lacking', 'lacking', 'lacking', 'plain', 'whyNotApplicable', 'plain'],
  )
})

t.test('a score is given by the scale, and only where one is asked', async t => {
  const [criterion, strengths] = [
    questionIn(all, 'midterm-programme', 'midterm.tasks-suffice'),
    questionIn(all, 'review', 'strengths'),
  ]
  if (criterion === null || strengths === null) throw new Error('the season lacks them')
  t.ok(scores.every(score => takesScore(criterion, score, criteria)))
  t.same(
    scores.filter(score => takesScore(strengths, score, criteria)),
    [null],
  )
  const { notApplicable: _, ...narrow } = criteria.scale
  t.notOk(takesScore(criterion, 'notApplicable', { ...criteria, scale: narrow }))
})

t.test('what is missing, by any filling in: a code for each line that is due and not ready, and no other', async t => {
  const filled = fc.record({ score: fc.constantFrom(...scores), written: fc.boolean() })
  const names = questionsOf(all).map(answerName)
  const anyFilling = fc.array(fc.option(filled, { nil: undefined }), {
    minLength: names.length,
    maxLength: names.length,
  })
  const holds = fc.property(anyFilling, list => {
    const entries = names.flatMap((name, index): [string, Filled][] =>
      list[index] === undefined ? [] : [[name, list[index]]],
    )
    const answers = new Map(entries)
    const missing = missingIn(questionsOf(all), answers, rule)
    const { done, total } = countOf(questionsOf(all), answers, rule)
    const codes = new Set(missing.map(missingCode))
    const right = questionsOf(all).every(question => {
      const { score, written } = answers.get(answerName(question)) ?? { score: null, written: false }
      const name = answerName(question)
      if (question.kind === 'closing') return !codes.has(`${name}:text`)
      if (score === null) return codes.has(`${name}:score`)
      return codes.has(`${name}:comment`) === (commentWish(score, rule) === 'required' && !written)
    })
    return right && total === 3 + 3 + 6 + 6 && done === total - missing.length && codes.size === missing.length
  })
  t.doesNotThrow(() => fc.assert(holds))
})

t.test('a required question in words is missed while nothing is written', async t => {
  const strengths = questionIn(all, 'review', 'strengths')
  if (strengths?.kind !== 'closing') throw new Error('the season lacks it')
  const required = { ...strengths, question: { ...strengths.question, required: true } }
  t.same(missingIn([required], new Map(), rule).map(missingCode), ['review/strengths:text'])
  t.same(missingIn([required], new Map([['review/strengths', { score: null, written: true }]]), rule), [])
})

t.test('not applicable is suggested where the profile has no factor of the level', async t => {
  const [high, medium, choice] = criteria.forms[0]?.criteria ?? []
  if (!high || !medium || !choice) throw new Error('the season lacks them')
  const profile = { 1: 'medium', 2: 'low' } as const
  t.same(
    [high, medium, choice].map(it => suggestsNotApplicable(it, profile)),
    [true, false, false],
  )
  t.same(
    [high, medium, choice].map(it => suggestsNotApplicable(it, null)),
    [false, false, false],
    'an unknown profile suggests nothing',
  )
})

t.test('who reads what is decided by the seal, the reveal and the role alone', async t => {
  const sealed = { review: { ...season.review, seal: true } }
  const unsealed = { review: { ...season.review, seal: false } }
  const at = '2022-10-13T00:00:00.000Z'
  const drafting = { submittedAt: null, revealedAt: null }
  const submitted = { submittedAt: at, revealedAt: null }
  const redrafted = { submittedAt: at, revealedAt: at }
  t.same(
    [drafting, submitted, redrafted].map(it => isOpened(sealed, it)),
    [false, false, true],
  )
  t.same(
    [drafting, submitted, redrafted].map(it => isOpened(unsealed, it)),
    [false, true, true],
  )
  const partner = { sealed: false, revealed: true, count: true }
  t.equal(readingOf(sealed, submitted, partner), 'counts')
  t.equal(readingOf(sealed, redrafted, partner), 'submitted')
  t.equal(readingOf(sealed, drafting, { ...partner, sealed: true }), 'own')
  t.equal(readingOf(sealed, redrafted, { sealed: false, revealed: false, count: false }), 'nothing')
})
