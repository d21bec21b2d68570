import type { Lang } from './lang.ts'

/** How the clocks of a zone are spoken of: «по Омску», "Omsk time". A zone that is not here is named by its offset. */
const spoken: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  'Europe/Kaliningrad': { ru: 'по Калининграду', en: 'Kaliningrad time' },
  'Europe/Moscow': { ru: 'по Москве', en: 'Moscow time' },
  'Europe/Simferopol': { ru: 'по Симферополю', en: 'Simferopol time' },
  'Europe/Kirov': { ru: 'по Кирову', en: 'Kirov time' },
  'Europe/Volgograd': { ru: 'по Волгограду', en: 'Volgograd time' },
  'Europe/Astrakhan': { ru: 'по Астрахани', en: 'Astrakhan time' },
  'Europe/Saratov': { ru: 'по Саратову', en: 'Saratov time' },
  'Europe/Ulyanovsk': { ru: 'по Ульяновску', en: 'Ulyanovsk time' },
  'Europe/Samara': { ru: 'по Самаре', en: 'Samara time' },
  'Asia/Yekaterinburg': { ru: 'по Екатеринбургу', en: 'Yekaterinburg time' },
  'Asia/Omsk': { ru: 'по Омску', en: 'Omsk time' },
  'Asia/Novosibirsk': { ru: 'по Новосибирску', en: 'Novosibirsk time' },
  'Asia/Barnaul': { ru: 'по Барнаулу', en: 'Barnaul time' },
  'Asia/Tomsk': { ru: 'по Томску', en: 'Tomsk time' },
  'Asia/Novokuznetsk': { ru: 'по Новокузнецку', en: 'Novokuznetsk time' },
  'Asia/Krasnoyarsk': { ru: 'по Красноярску', en: 'Krasnoyarsk time' },
  'Asia/Irkutsk': { ru: 'по Иркутску', en: 'Irkutsk time' },
  'Asia/Chita': { ru: 'по Чите', en: 'Chita time' },
  'Asia/Yakutsk': { ru: 'по Якутску', en: 'Yakutsk time' },
  'Asia/Khandyga': { ru: 'по Хандыге', en: 'Khandyga time' },
  'Asia/Vladivostok': { ru: 'по Владивостоку', en: 'Vladivostok time' },
  'Asia/Ust-Nera': { ru: 'по Усть-Нере', en: 'Ust-Nera time' },
  'Asia/Magadan': { ru: 'по Магадану', en: 'Magadan time' },
  'Asia/Sakhalin': { ru: 'по Южно-Сахалинску', en: 'Yuzhno-Sakhalinsk time' },
  'Asia/Srednekolymsk': { ru: 'по Среднеколымску', en: 'Srednekolymsk time' },
  'Asia/Kamchatka': { ru: 'по Петропавловску-Камчатскому', en: 'Petropavlovsk-Kamchatsky time' },
  'Asia/Anadyr': { ru: 'по Анадырю', en: 'Anadyr time' },
}

/** The zone in words, or null for a zone without a name of its own. */
export function spokenZone(lang: Lang, zone: string): string | null {
  return spoken[zone]?.[lang].replaceAll(' ', '\u00A0') ?? null
}
