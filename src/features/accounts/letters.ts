import { type Lang, words } from '../../words/index.ts'
import type { AskedLetter, House } from '../house.ts'
import { makeLink, type Purpose } from './links.ts'

/** Makes a link and hands its letter over in one go. Where the mail server does not take it, the link is taken back and this throws. */
const sendLink = async (
  house: House,
  link: { person: string; purpose: Purpose; next?: string },
  realMs: number,
  letter: (url: string) => AskedLetter,
): Promise<void> => {
  const { url, undo } = await makeLink(house, link, realMs)
  try {
    await house.mail(letter(url))
  } catch (error) {
    await undo()
    throw error
  }
}

/** The link that somebody asked for. */
export const sendSignInLink = (
  house: House,
  { person, email, lang }: { person: string; email: string; lang: Lang },
  next: string,
  realMs: number,
): Promise<void> => {
  const { subject, text } = words(lang).accounts.letters.signIn
  return sendLink(house, { person, purpose: 'signIn', next }, realMs, url => ({ to: email, subject, text: text(url) }))
}

/** The link with which somebody is invited to a school, as `role`. */
export const sendInvitation = (
  house: House,
  { person, email, lang }: { person: string; email: string; lang: Lang },
  { school, role }: { school: string; role: 'head' | 'schoolCoordinator' | 'helper' },
  realMs: number,
): Promise<void> => {
  const said = words(lang).accounts
  const { subject, text } = said.letters.invitation
  return sendLink(house, { person, purpose: 'invitation' }, realMs, url => ({
    to: email,
    subject: subject(school),
    text: text(school, said.roles[role], url),
  }))
}

/** Tells the owner of an account what was done to its password: whoever did not do it can act. */
export const passwordLetter = (
  house: Pick<House, 'publicUrl'>,
  { email, lang }: { email: string; lang: Lang },
  done: 'set' | 'removed',
): AskedLetter => {
  const { subject, text } = words(lang).accounts.letters.password[done]
  return { to: email, subject, text: text(`${house.publicUrl}/me`) }
}
