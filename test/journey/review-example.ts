/** An answer as it is entered; what is left out stays empty. */
export type Entered = { form: string; question: string; score?: '0' | '1' | '2' | '3'; body?: string }

/** The two antirisk programmes of «Прииртышская СОШ» that school 21 reviewed, with the factors of the 2022 list. */
export const reviewedProgrammes = [
  { title: 'Высокая доля обучающихся с рисками учебной неуспешности', factors: [6] },
  { title: 'Высокая доля обучающихся с ОВЗ', factors: [7] },
] as const

const midterm = 'midterm-programme'

/**
 * What can be read of the real review of «Прииртышская СОШ» by school 21 (004_c989693caef23ffc.txt), word for word. `programme` is the id
 * that the reviewed school's programme of that title got. A line without a legible score is not entered at all.
 */
export const legible = (programme: (title: string) => string): Entered[] => {
  const failing = `antirisk-programme.${programme(reviewedProgrammes[0].title)}`
  const special = `antirisk-programme.${programme(reviewedProgrammes[1].title)}`
  return [
    { form: 'development-concept', question: 'concept.high-risks', score: '3' },
    {
      form: midterm,
      question: 'midterm.tasks-match-causes',
      score: '3',
      body: 'Задачи соотносятся с причинами возникновения выбранных рисков',
    },
    { form: midterm, question: 'midterm.tasks-match-goal', score: '2' },
    { form: midterm, question: 'midterm.tasks-suffice', score: '2' },
    {
      form: failing,
      question: 'antirisk.measures-complex',
      score: '2',
      body: 'Не все задачи подкреплены комплексом мер. Например, в задаче № 2 «Выявить причины образовательных трудностей обучающихся» есть только одно мероприятие «Анализ диагностики уровня учебной мотивации». Мотивация является не единственной причиной образовательных трудностей у обучающихся',
    },
    {
      form: failing,
      question: 'antirisk.measurable',
      score: '2',
      body: 'Не конкретизированы показатели в цифре, трудно измерить динамику программы',
    },
    { form: failing, question: 'antirisk.roadmap-elements', score: '2' },
    {
      form: special,
      question: 'antirisk.measures-complex',
      score: '2',
      body: 'В целом мероприятия дорожной карты соотносятся с задачами, но нарушена логика представления мер. Задача № 1 – это «Создать универсальную безбарьерную, психологически комфортную образовательную среду для инклюзивного образования детей-инвалидов и детей с ОВЗ», а в дорожной карте есть только одно мероприятие, и оно в конце списка.',
    },
    { form: special, question: 'antirisk.measurable', score: '2' },
  ]
}

const antirisk = [
  'antirisk.measures-complex',
  'antirisk.measurable',
  'antirisk.roadmap-elements',
  'antirisk.responsible',
  'antirisk.deadlines-realistic',
  'antirisk.reporting-form',
]

/** Every scored line of a review about these programmes, as `form/question`. */
export const scoredLines = (programmes: readonly string[]): string[] => [
  ...['concept.high-risks', 'concept.medium-risks', 'concept.justified-choice'].map(id => `development-concept/${id}`),
  ...['midterm.tasks-match-causes', 'midterm.tasks-match-goal', 'midterm.tasks-suffice'].map(id => `${midterm}/${id}`),
  ...programmes.flatMap(id => antirisk.map(question => `antirisk-programme.${id}/${question}`)),
]

/** Text of ours that stands where the source is silent; it is never shown as these schools' words. */
export const sampleText = (line: number) => `Проверочный текст ${line}: так заполняет проверка, а не школа`
