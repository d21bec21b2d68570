import t from 'tap'
import type { FileFault } from '../../../src/features/pairing/csv-rows.ts'
import { readGraph } from '../../../src/features/pairing/read-graph.ts'
import { readPairs } from '../../../src/features/pairing/read-pairs.ts'
import { readSchools, schoolColumns } from '../../../src/features/pairing/read-schools.ts'

const header = schoolColumns.join(',')
const risks = 'high,medium,low,low,low,low,low,low,low,medium'
const row = (id: string, ...rest: string[]) => [id, ...rest, risks].join(',')
const good = row('s1', 'Школа № 1', 'Омская область', 'Омск', 'Asia/Omsk', 'city', '350')

const schools = (...lines: string[]) => readSchools({ name: 'schools.csv', text: lines.join('\n') })
const sentences = (faults: readonly FileFault[]) => faults.map(({ line, words }) => `${line}: ${words.en}`)

t.test('a file of schools', async t => {
  t.same(schools(header, good).faults, [])
  t.match(schools(header, good).schools, [{ id: 's1', name: 'Школа № 1', timezone: 'Asia/Omsk', students: 350 }])
  t.equal(schools(header, good).schools[0]?.risks.length, 10)
  t.same(schools(`\uFEFF${header}\r`, `${good}\r`, '').faults, [], 'a BOM, carriage returns and an empty last line')
  t.equal(schools(`${header},phone`, `${good},1`).schools.length, 1, 'another column is passed over')
  const semicolons = schools(header.replaceAll(',', ';'), good.replaceAll(',', ';'))
  t.equal(semicolons.schools[0]?.municipality, 'Омск', 'semicolons')
  const quoted = schools(
    header,
    row('s1', '"Школа, ""Заря""\nи детский сад"', 'R', 'M', 'Asia/Omsk', 'town', '9'),
    good,
  )
  t.equal(quoted.schools[0]?.name, 'Школа, "Заря"\nи детский сад')
  t.same(quoted.lines, [2, 4], 'a cell over two lines')
})

t.test('what is wrong with a file of schools is told with its line', async t => {
  const faults = (...lines: string[]) => sentences(schools(...lines).faults)
  t.match(faults(''), [/^1: the header lacks the columns: id, name/])
  t.same(faults(header), ['1: there is no school after the header'])
  t.same(faults(header.replace('students,', '')), ['1: the header lacks the columns: students'])
  t.same(faults(header, good, 's2,too,few'), ['3: the row has 3 cells, and the header 17'])
  t.match(faults(header, good, row('s2', '"A', 'R', 'M', 'Asia/Omsk', 'city', '1')), [/^3: the quotes are wrong/])
  t.same(faults(header, row('', 'A', '', ' ', 'Omsk', 'hamlet', '0')), [
    '2: id: "" will not do; it must be a non-empty id',
    '2: region: "" will not do; it must be the name of a region',
    '2: municipality: "" will not do; it must be the name of a municipality',
    '2: timezone: "Omsk" will not do; it must be an IANA name such as Europe/Moscow',
    '2: locality: "hamlet" will not do; it must be city, town or village',
    '2: students: "0" will not do; it must be a whole number from 1 to 100000',
  ])
  for (const students of ['12.5', '-3', '1e3', 'много'])
    t.match(faults(header, row('s1', 'A', 'R', 'M', '+03:00', 'city', students)), [/timezone/, /students/])
  t.same(faults(header, good.replace('medium', 'middling')), [
    '2: r2: "middling" will not do; it must be high, medium or low',
  ])
})

t.test('files of pairs and of locks', async t => {
  const read = (text: string, trios = false) => readPairs({ name: 'pairs.csv', text }, trios)
  t.same(read('a,b\nx,y\n\nz,w\n'), {
    groups: [
      ['x', 'y'],
      ['z', 'w'],
    ],
    lines: [2, 4],
    faults: [],
  })
  t.same(read('a,b\nx,y\nz,w,v\n', true).groups, [
    ['x', 'y'],
    ['z', 'w', 'v'],
  ])
  t.same(read('a,b,c\nx,y,\nz,w,v\n', true).groups, [
    ['x', 'y'],
    ['z', 'w', 'v'],
  ])
  t.same(
    sentences(read('a,b\nx\ny,\nx,y,z').faults),
    [2, 3, 4].map(line => `${line}: the row must hold two ids`),
  )
  t.same(sentences(read('a,b,c\n1,2,3,4', true).faults), ['2: the row must hold two ids or three'])
  t.same(sentences(read('x,y\n').faults), ['1: the file must begin with the header a,b'])
  t.same(sentences(read('', true).faults), ['1: the file must begin with the header a,b / a,b,c'])
})

t.test('a plain graph', async t => {
  const read = (text: string) => readGraph({ name: 'g', text })
  const { graph, names, faults } = read('# edges\n1 2 5\r\n\n 2\t3 -7\n')
  t.same(
    { graph, names, faults },
    { graph: { n: 3, edges: { from: [0, 1], to: [1, 2], weight: [5, -7] } }, names: ['1', '2', '3'], faults: [] },
  )
  t.same(sentences(read('1 2\n1 2 x\n3 3 1\n1 2 1.5\n1 2 9999999999').faults), [
    '1: two vertices and a whole weight are needed: u v w',
    '2: two vertices and a whole weight are needed: u v w',
    '3: the vertex 3 is joined to itself',
    '4: two vertices and a whole weight are needed: u v w',
    '5: the weight is beyond 1000000000',
  ])
  t.same(sentences(read('\n').faults), ['1: there is no edge in the file'])
})
