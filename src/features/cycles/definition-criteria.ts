import type { CriteriaFile, RiskFactorsFile } from './definition-schema.ts'
import type { Fault, Path, Sheet } from './definition-sheet.ts'
import { twice } from './definition-values.ts'

/** What a criteria set says that does not hold together within its own file. */
export function criteriaFaults(sheet: Sheet, { scale, forms, closingQuestions }: CriteriaFile): Fault[] {
  const criteria = forms.flatMap((form, n) =>
    form.criteria.map((criterion, m) => ({ id: criterion.id, path: ['forms', n, 'criteria', m, 'id'] })),
  )
  return [
    ...twice(
      sheet,
      n => ['scale', 'values', n, 'score'],
      scale.values.map(value => value.score),
    ),
    ...twice(
      sheet,
      n => ['forms', n, 'document'],
      forms.map(form => form.document),
    ),
    ...twice(
      sheet,
      n => criteria[n]?.path ?? [],
      criteria.map(criterion => criterion.id),
    ),
    ...twice(
      sheet,
      n => ['closingQuestions', n, 'id'],
      closingQuestions.map(question => question.id),
    ),
    ...forms.flatMap((form, n) => headingFaults(sheet, ['forms', n], form)),
  ]
}

function headingFaults(sheet: Sheet, path: Path, form: CriteriaFile['forms'][number]): Fault[] {
  if (!form.repeatedFor) return []
  const { heading } = form
  if (heading?.ru.includes('{title}') && heading.en.includes('{title}')) return []
  return [
    sheet.fault(
      [...path, 'heading'],
      `Форма «${form.document}» повторяется, а её заголовок не называет программу: поставьте {title} в оба текста heading`,
      `The form “${form.document}” is repeated, but its heading does not name the programme: put {title} into both texts of heading`,
    ),
  ]
}

/** What the lists of risk factors say that does not hold together. A profile has ten factors, numbered from 1. */
export function riskFactorsFaults(sheet: Sheet, { significance, lists }: RiskFactorsFile): Fault[] {
  return [
    ...twice(
      sheet,
      n => ['significance', n, 'id'],
      significance.map(level => level.id),
    ),
    ...twice(
      sheet,
      n => ['lists', n, 'id'],
      lists.map(list => list.id),
    ),
    ...lists.flatMap((list, n) => {
      const numbers = list.factors.map(factor => factor.number)
      const path = ['lists', n, 'factors']
      const inOrder = numbers.every((number, m) => number === m + 1)
      if (numbers.length === FACTORS && inOrder) return []
      return sheet.fault(
        path,
        `В списке «${list.id}» должно быть десять факторов с номерами от 1 до 10 по порядку, сейчас: ${numbers.join(', ')}`,
        `The list “${list.id}” must hold ten factors numbered from 1 to 10 in order, now: ${numbers.join(', ')}`,
      )
    }),
  ]
}

const FACTORS = 10
