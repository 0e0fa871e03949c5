import { sentenceFor } from '@kaijo/contract';
import { languageTag } from '@kaijo/contract/language';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import type { Publisher } from '../settings/settings.ts';

/** schema.org: the service with its hours (R18, R24), free of charge (R7), and the questions. */
export function structuredData(speech: Speech, publisher: Publisher, origin: string): object {
  const { texts, language } = speech;
  const { faq } = texts;
  const questions = [
    [faq.whichQ, faq.whichA],
    [faq.bothQ, faq.bothA],
    [faq.costQ, faq.costA],
    [faq.whenQ, faq.whenA],
    [faq.expireQ, faq.expireA],
  ];
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'GovernmentService',
        name: texts.title,
        description: texts.description,
        url: `${origin}${addressOf(language, '/')}`,
        isAccessibleForFree: true,
        areaServed: { '@type': 'Country', name: 'JP' },
        availableLanguage: languageTag(language),
        provider: {
          '@type': 'GovernmentOffice',
          name: sentenceFor(publisher.office.name, speech.language).text,
          telephone: publisher.office.phone,
          address: sentenceFor(publisher.office.address, speech.language).text,
        },
        hoursAvailable: {
          '@type': 'OpeningHoursSpecification',
          description: texts.hours.kiosk,
          dayOfWeek: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
          opens: '06:30:00+09:00',
          closes: '23:00:00+09:00',
        },
      },
      {
        '@type': 'FAQPage',
        inLanguage: languageTag(language),
        mainEntity: questions.map(([name, text]) => ({
          '@type': 'Question',
          name,
          acceptedAnswer: { '@type': 'Answer', text },
        })),
      },
    ],
  };
}
