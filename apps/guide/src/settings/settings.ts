import { Sentence } from '@kaijo/contract';
import { type Static, Type } from 'typebox';

const HttpUrl = Type.String({ pattern: '^https?://', maxLength: 500 });

/** What an operator writes about itself: the file that KAIJO_GUIDE_FILE names. */
export const Publisher = Type.Object(
  {
    office: Type.Object(
      {
        name: Sentence,
        phone: Type.String({ maxLength: 40 }),
        hours: Sentence,
        address: Sentence,
        url: Type.Optional(HttpUrl),
      },
      { additionalProperties: false },
    ),
    apps: Type.Object({ iphone: HttpUrl, android: HttpUrl }, { additionalProperties: false }),
    links: Type.Object({ issuer: HttpUrl, portal: HttpUrl }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);
export type Publisher = Static<typeof Publisher>;

export interface GuideSettings {
  readonly host: string;
  readonly port: number;
  /** Where the service listens; whoever starts the guide may say it later. */
  readonly serviceUrl?: string;
  /** As the public sees the guide (`https://www.example.jp`): canonical links, feed and sitemap. */
  readonly origin?: string;
  /** By which the service knows the guide and does not count its calls as one visitor's. */
  readonly token?: string;
  readonly publisher: Publisher;
  /** Says on every page that this is a trial. */
  readonly demo: boolean;
}

/** An office that does not exist. */
export const DEMO_PUBLISHER: Publisher = {
  office: {
    name: {
      ja: '錠野市役所 市民課 マイナンバーカード担当（架空）',
      en: 'Jono City Office, Citizens’ Division (invented)',
    },
    phone: '0570-000-000',
    hours: { ja: '平日 8時30分から17時15分まで', en: 'Weekdays 8:30 to 17:15' },
    address: { ja: '神奈川県錠野市暗証町1番1号', en: '1-1 Ansho-cho, Jono, Kanagawa' },
  },
  apps: {
    iphone: 'https://apps.apple.com/jp/',
    android: 'https://play.google.com/store/apps',
  },
  links: { issuer: 'https://www.jpki.go.jp/', portal: 'https://myna.go.jp/' },
};
