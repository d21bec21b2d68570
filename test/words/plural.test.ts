import t from 'tap'
import { counted, plural } from '../../src/words/plural.ts'

t.test('a Russian noun has three forms beside a number', async t => {
  const day = (n: number) => plural('ru', n, ['день', 'дня', 'дней'])
  t.same([1, 21, 101].map(day), ['день', 'день', 'день'])
  t.same([2, 3, 4, 22, 104].map(day), ['дня', 'дня', 'дня', 'дня', 'дня'])
  t.same([0, 5, 11, 12, 14, 20, 111].map(day), Array(7).fill('дней'))
  t.equal(day(1.5), 'дня')
})

t.test('an English noun has two', async t => {
  t.same(
    [0, 1, 2, 1.5].map(n => plural('en', n, ['day', 'days'])),
    ['days', 'day', 'days', 'days'],
  )
})

t.test('a number and its noun stay on one line, long numbers are divided', async t => {
  t.equal(counted('ru', 8, ['день', 'дня', 'дней']), '8\u00A0дней')
  t.equal(counted('ru', 2022, ['школа', 'школы', 'школ']), '2022\u00A0школы')
  t.equal(counted('ru', 12_345, ['школа', 'школы', 'школ']), '12\u00A0345\u00A0школ')
  t.equal(counted('en', 12_345, ['school', 'schools']), '12,345\u00A0schools')
})
