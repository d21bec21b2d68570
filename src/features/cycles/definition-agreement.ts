import type { CriteriaFile, RiskFactorsFile, SeasonFile } from './definition-schema.ts'
import type { Fault, Typed } from './definition-sheet.ts'

/** Where a season's file and the criteria it names do not fit each other. */
export function criteriaAgreement(
  [seasonSheet, season]: Typed<SeasonFile>,
  [criteriaSheet, criteria]: Typed<CriteriaFile>,
): Fault[] {
  const slotFaults = season.package.flatMap((slot, n) => {
    if (!slot.scored || criteria.forms.some(form => form.document === slot.id)) return []
    return seasonSheet.fault(
      ['package', n, 'scored'],
      `Документ «${slot.id}» оценивается, а формы для него нет: добавьте форму в ${season.criteria} или поставьте scored: false`,
      `The document “${slot.id}” is scored, but has no form: add one to ${season.criteria}, or set scored: false`,
    )
  })
  const formFaults = criteria.forms.flatMap((form, n) => {
    const slot = season.package.find(({ id }) => id === form.document)
    const path = ['forms', n, 'document']
    if (!slot) {
      return criteriaSheet.fault(
        path,
        `Документа «${form.document}» в пакете сезона нет: назовите один из ${season.package.map(({ id }) => id).join(', ')}`,
        `The season's package has no document “${form.document}”: name one of ${season.package.map(({ id }) => id).join(', ')}`,
      )
    }
    if (!slot.scored) {
      return criteriaSheet.fault(
        path,
        `Документ «${form.document}» не оценивается, а форма для него есть: уберите форму или поставьте scored: true`,
        `The document “${form.document}” is not scored, but has a form: remove the form, or set scored: true`,
      )
    }
    if ((slot.count === 'eachRisk') === (form.repeatedFor === 'eachProgramme')) return []
    return criteriaSheet.fault(
      path,
      `Документов «${form.document}» в пакете ${slot.count === 'one' ? 'один, а форма повторяется: уберите repeatedFor' : 'несколько: добавьте форме repeatedFor: eachProgramme'}`,
      slot.count === 'one'
        ? `There is one “${form.document}” in a package, but the form is repeated: remove repeatedFor`
        : `There are several “${form.document}” in a package: add repeatedFor: eachProgramme to the form`,
    )
  })
  return [...slotFaults, ...formFaults, ...commentRuleFaults([seasonSheet, season], criteria)]
}

function commentRuleFaults([sheet, { review }]: Typed<SeasonFile>, { scale }: CriteriaFile): Fault[] {
  const scores: (number | 'notApplicable')[] = scale.values.map(value => value.score)
  if (scale.notApplicable) scores.push('notApplicable')
  const { requiredFor, askedFor } = review.comment
  return (['requiredFor', 'askedFor'] as const).flatMap(rule =>
    review.comment[rule].flatMap((score, n) => {
      const path = ['review', 'comment', rule, n]
      if (!scores.includes(score)) {
        return sheet.fault(
          path,
          `Балла «${score}» на шкале нет: для комментария назовите один из ${scores.join(', ')}`,
          `The scale has no score “${score}”: for a comment name one of ${scores.join(', ')}`,
        )
      }
      if (rule === 'requiredFor' || !requiredFor.includes(score) || !askedFor.includes(score)) return []
      return sheet.fault(
        path,
        `Для «${score}» комментарий уже обязателен: оставьте этот балл в одном списке`,
        `For “${score}” a comment is required already: keep the score in one list`,
      )
    }),
  )
}

/** Where a season names a list of risk factors, or criteria speak of a level, that the factors' file does not hold. */
export function riskFactorsAgreement(
  [seasonSheet, season]: Typed<SeasonFile>,
  criteriaFile: Typed<CriteriaFile> | null,
  risks: RiskFactorsFile,
): Fault[] {
  const lists = risks.lists.map(list => list.id)
  const levels = risks.significance.map(level => level.id)
  const list = lists.includes(season.riskFactors.list)
    ? []
    : [
        seasonSheet.fault(
          ['riskFactors', 'list'],
          `Списка «${season.riskFactors.list}» нет: назовите один из ${lists.join(', ')}`,
          `There is no list “${season.riskFactors.list}”: name one of ${lists.join(', ')}`,
        ),
      ]
  if (!criteriaFile) return list
  const [sheet, criteria] = criteriaFile
  const unknownLevels = criteria.forms.flatMap((form, n) =>
    form.criteria.flatMap(({ appliesWhen }, m) => {
      if (!appliesWhen || levels.includes(appliesWhen.profileHas)) return []
      return sheet.fault(
        ['forms', n, 'criteria', m, 'appliesWhen', 'profileHas'],
        `Значимости «${appliesWhen.profileHas}» нет: назовите одну из ${levels.join(', ')}`,
        `There is no significance “${appliesWhen.profileHas}”: name one of ${levels.join(', ')}`,
      )
    }),
  )
  return [...list, ...unknownLevels]
}
