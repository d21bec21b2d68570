import type { FileFault } from './csv-rows.ts'
import type { Fairness, FairnessComparison } from './fairness.ts'
import type { PairAnswer, RunFigures } from './pair-files.ts'
import type { Language } from './words.ts'

type Proposed = Extract<PairAnswer, { kind: 'proposed' }>

/** A fault as a sentence that begins with its place. */
export const faultSentence = ({ file, line, words }: FileFault, language: Language): string =>
  language === 'ru' ? `${file}, строка ${line}: ${words.ru}` : `${file}, line ${line}: ${words.en}`

const number = (value: number, language: Language): string =>
  value.toLocaleString(language === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: 2 })

const fairnessLine = (name: string, f: Fairness, language: Language): string => {
  const [total, mean, worst, percentile] = [f.total, f.mean, f.worst, f.firstPercentile].map(x => number(x, language))
  return language === 'ru'
    ? `${name}: сумма ${total}, среднее ${mean}, худшая ${worst}, первый процентиль ${percentile}`
    : `${name}: total ${total}, mean ${mean}, worst ${worst}, first percentile ${percentile}`
}

const fairnessLines = ({ proposed, greedy, random }: FairnessComparison, language: Language): string[] => {
  const names = language === 'ru' ? ['предложено', 'по очереди', 'наугад'] : ['proposed', 'greedy', 'random']
  return [proposed, greedy, random].map((figures, i) => fairnessLine(names[i] ?? '', figures, language))
}

const runLine = (run: RunFigures, optimal: boolean, language: Language): string => {
  const [seconds, check, memory] = [run.seconds, run.checkSeconds, run.peakMemoryMb].map(x => number(x, language))
  return language === 'ru'
    ? `${optimal ? 'Лучше быть не может: доказано и проверено' : 'Не доказано, что лучше не бывает'}. Расчёт ${seconds} с, проверка ${check} с, память ${memory} МБ, раундов ${run.rounds}.`
    : `${optimal ? 'Nothing can be better: proven and checked' : 'It is not proven that nothing is better'}. Solved in ${seconds} s, checked in ${check} s, memory ${memory} MB, rounds ${run.rounds}.`
}

/** A proposal for a terminal: the pairs, worst first, then the figures. */
export const proposalLines = ({ proposal, figures, fairness }: Proposed, language: Language): string[] => [
  ...proposal.pairs
    .toSorted((p, q) => p.weight - q.weight)
    .map(({ a, b, weight }) => `${a} — ${b}  ${number(weight, language)}`),
  ...(proposal.trio ? [`${proposal.trio.members.join(' — ')}  ${number(proposal.trio.weight, language)}`] : []),
  `${language === 'ru' ? 'Сумма' : 'Total'} ${number(proposal.total, language)}. ${runLine(figures, proposal.optimal, language)}`,
  ...(fairness ? fairnessLines(fairness, language) : []),
]
