import type Type from 'typebox'
import { Settings } from 'typebox/system'
import Value from 'typebox/value'
import type { Words } from '../../../workflows/season.ts'
import type { Fault, Path, Sheet } from './definition-sheet.ts'

/** What of a sheet's fields does not fit its schema: a field too many, a field missing, a value of another shape. */
export function structureFaults(sheet: Sheet, schema: Type.TSchema): Fault[] {
  const told = new Set<string>()
  const faults: Fault[] = []
  for (const error of allErrors(schema, sheet.value)) {
    const path = placeIn(sheet.value, error.instancePath)
    const expects = expectationOf(schema, error.schemaPath)
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties) faults.push(unknownField(sheet, [...path, name], expects))
    } else if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) faults.push(missingField(sheet, path, name))
    } else if (expects && !told.has(error.instancePath)) {
      // One value can fail by its type and by its pattern: one sentence says what it must be.
      told.add(error.instancePath)
      const fault = wrongValue(sheet, path, expects)
      if (error.instancePath === '/kind') return [fault] // a file of another kind differs in everything else too
      faults.push(fault)
    }
  }
  return faults
}

function unknownField(sheet: Sheet, path: Path, expects: Words | null): Fault {
  const name = path.at(-1)
  return sheet.faultAtKey(
    path,
    `Поля «${name}» здесь не бывает: уберите его${expects ? `; здесь стоят ${expects.ru}` : ''}`,
    `There is no field “${name}” here: remove it${expects ? `; here stand ${expects.en}` : ''}`,
  )
}

function missingField(sheet: Sheet, path: Path, name: string): Fault {
  const where = path.length > 0 ? ` «${spoken(path)}»` : ''
  const place = path.length > 0 ? ` of “${spoken(path)}”` : ''
  if (name === 'en') {
    return sheet.fault(
      path,
      `У${where} нет английского текста: добавьте en`,
      `The English text${place} is missing: add en`,
    )
  }
  if (name === 'ru') {
    return sheet.fault(
      path,
      `У${where} нет русского текста: добавьте ru`,
      `The Russian text${place} is missing: add ru`,
    )
  }
  return sheet.fault(
    path,
    path.length > 0 ? `У${where} нет поля «${name}»: добавьте его` : `В файле нет поля «${name}»: добавьте его`,
    `The field “${name}”${place} is missing: add it`,
  )
}

function wrongValue(sheet: Sheet, path: Path, expects: Words): Fault {
  const value = path.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), sheet.value)
  const stands = isRecord(value) ? null : JSON.stringify(value)
  return sheet.fault(
    path,
    `${path.length > 0 ? `В «${spoken(path)}»` : 'В файле'} нужно: ${expects.ru}${stands ? `; сейчас там ${stands}` : ''}`,
    `${path.length > 0 ? `“${spoken(path)}”` : 'The file'} needs: ${expects.en}${stands ? `; now it is ${stands}` : ''}`,
  )
}

/** `stages → 2 → deadline` is said as `stages[2].deadline`, counted from 1 as people do. */
function spoken(path: Path): string {
  return path.reduce<string>(
    (said, step) => (typeof step === 'number' ? `${said}[${step + 1}]` : said ? `${said}.${step}` : step),
    '',
  )
}

/** typebox stops at eight errors, a process-wide setting; a definition is read whole. */
function allErrors(schema: Type.TSchema, value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: 1000 })
  try {
    return Value.Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

function expectationOf(schema: unknown, schemaPath: string): Words | null {
  const found = pathOf(schemaPath.replace(/^#/, '')).reduce<unknown>(
    (at, step) => (isRecord(at) ? at[step] : undefined),
    schema,
  )
  const expects = isRecord(found) ? found.expects : undefined
  return isRecord(expects) && typeof expects.ru === 'string' && typeof expects.en === 'string'
    ? { ru: expects.ru, en: expects.en }
    : null
}

/** The pointer as a path: a step into a list is a number. */
function placeIn(value: unknown, pointer: string): Path {
  let at = value
  return pathOf(pointer).map(step => {
    const place = Array.isArray(at) ? Number(step) : step
    at = isRecord(at) ? at[place] : undefined
    return place
  })
}

function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null
}
