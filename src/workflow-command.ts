import { checkDefinitionCommand } from './features/cycles/check-definition.ts'

/** `npm run -s workflow -- check FILE [--lang en]`: faults of a season's definition, by line. Exit code 0, or 2 when something is to be put right. */
export const workflowCommand = async (args: readonly string[]): Promise<number> => {
  const lang = args.includes('--lang') && args[args.indexOf('--lang') + 1] === 'en' ? 'en' : 'ru'
  const [verb, file] = args.filter((arg, index) => arg !== '--lang' && args[index - 1] !== '--lang')
  if (verb !== 'check' || file === undefined) {
    console.error('npm run -s workflow -- check FILE [--lang en]')
    return 2
  }
  return checkDefinitionCommand(file, line => console.log(line), lang)
}
