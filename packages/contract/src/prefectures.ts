/** `code`: JIS X 0401. `name` in full, `kana` and `latin` without the word for prefecture. */
export interface Prefecture {
  readonly code: string;
  readonly name: string;
  readonly kana: string;
  readonly latin: string;
  /** Of the prefecture’s office: degrees, WGS 84. */
  readonly latitude: number;
  readonly longitude: number;
}

// biome-ignore format: a table
export const PREFECTURES: readonly Prefecture[] = [
  { code: '01', name: '北海道', kana: 'ほっかいどう', latin: 'Hokkaido', latitude: 43.0642, longitude: 141.3469 },
  { code: '02', name: '青森県', kana: 'あおもり', latin: 'Aomori', latitude: 40.8244, longitude: 140.74 },
  { code: '03', name: '岩手県', kana: 'いわて', latin: 'Iwate', latitude: 39.7036, longitude: 141.1527 },
  { code: '04', name: '宮城県', kana: 'みやぎ', latin: 'Miyagi', latitude: 38.2688, longitude: 140.8721 },
  { code: '05', name: '秋田県', kana: 'あきた', latin: 'Akita', latitude: 39.7186, longitude: 140.1024 },
  { code: '06', name: '山形県', kana: 'やまがた', latin: 'Yamagata', latitude: 38.2404, longitude: 140.3633 },
  { code: '07', name: '福島県', kana: 'ふくしま', latin: 'Fukushima', latitude: 37.7503, longitude: 140.4676 },
  { code: '08', name: '茨城県', kana: 'いばらき', latin: 'Ibaraki', latitude: 36.3418, longitude: 140.4468 },
  { code: '09', name: '栃木県', kana: 'とちぎ', latin: 'Tochigi', latitude: 36.5657, longitude: 139.8836 },
  { code: '10', name: '群馬県', kana: 'ぐんま', latin: 'Gunma', latitude: 36.3912, longitude: 139.0609 },
  { code: '11', name: '埼玉県', kana: 'さいたま', latin: 'Saitama', latitude: 35.857, longitude: 139.649 },
  { code: '12', name: '千葉県', kana: 'ちば', latin: 'Chiba', latitude: 35.6051, longitude: 140.1233 },
  { code: '13', name: '東京都', kana: 'とうきょう', latin: 'Tokyo', latitude: 35.6895, longitude: 139.6917 },
  { code: '14', name: '神奈川県', kana: 'かながわ', latin: 'Kanagawa', latitude: 35.4478, longitude: 139.6425 },
  { code: '15', name: '新潟県', kana: 'にいがた', latin: 'Niigata', latitude: 37.9026, longitude: 139.0232 },
  { code: '16', name: '富山県', kana: 'とやま', latin: 'Toyama', latitude: 36.6953, longitude: 137.2113 },
  { code: '17', name: '石川県', kana: 'いしかわ', latin: 'Ishikawa', latitude: 36.5947, longitude: 136.6256 },
  { code: '18', name: '福井県', kana: 'ふくい', latin: 'Fukui', latitude: 36.0652, longitude: 136.2216 },
  { code: '19', name: '山梨県', kana: 'やまなし', latin: 'Yamanashi', latitude: 35.6642, longitude: 138.5684 },
  { code: '20', name: '長野県', kana: 'ながの', latin: 'Nagano', latitude: 36.6513, longitude: 138.181 },
  { code: '21', name: '岐阜県', kana: 'ぎふ', latin: 'Gifu', latitude: 35.3912, longitude: 136.7223 },
  { code: '22', name: '静岡県', kana: 'しずおか', latin: 'Shizuoka', latitude: 34.9769, longitude: 138.3831 },
  { code: '23', name: '愛知県', kana: 'あいち', latin: 'Aichi', latitude: 35.1802, longitude: 136.9066 },
  { code: '24', name: '三重県', kana: 'みえ', latin: 'Mie', latitude: 34.7303, longitude: 136.5086 },
  { code: '25', name: '滋賀県', kana: 'しが', latin: 'Shiga', latitude: 35.0045, longitude: 135.8686 },
  { code: '26', name: '京都府', kana: 'きょうと', latin: 'Kyoto', latitude: 35.0214, longitude: 135.7556 },
  { code: '27', name: '大阪府', kana: 'おおさか', latin: 'Osaka', latitude: 34.6863, longitude: 135.52 },
  { code: '28', name: '兵庫県', kana: 'ひょうご', latin: 'Hyogo', latitude: 34.6913, longitude: 135.183 },
  { code: '29', name: '奈良県', kana: 'なら', latin: 'Nara', latitude: 34.6853, longitude: 135.8327 },
  { code: '30', name: '和歌山県', kana: 'わかやま', latin: 'Wakayama', latitude: 34.226, longitude: 135.1675 },
  { code: '31', name: '鳥取県', kana: 'とっとり', latin: 'Tottori', latitude: 35.5039, longitude: 134.2377 },
  { code: '32', name: '島根県', kana: 'しまね', latin: 'Shimane', latitude: 35.4723, longitude: 133.0505 },
  { code: '33', name: '岡山県', kana: 'おかやま', latin: 'Okayama', latitude: 34.6618, longitude: 133.9344 },
  { code: '34', name: '広島県', kana: 'ひろしま', latin: 'Hiroshima', latitude: 34.3966, longitude: 132.4596 },
  { code: '35', name: '山口県', kana: 'やまぐち', latin: 'Yamaguchi', latitude: 34.1859, longitude: 131.4714 },
  { code: '36', name: '徳島県', kana: 'とくしま', latin: 'Tokushima', latitude: 34.0658, longitude: 134.5593 },
  { code: '37', name: '香川県', kana: 'かがわ', latin: 'Kagawa', latitude: 34.3401, longitude: 134.0434 },
  { code: '38', name: '愛媛県', kana: 'えひめ', latin: 'Ehime', latitude: 33.8416, longitude: 132.7657 },
  { code: '39', name: '高知県', kana: 'こうち', latin: 'Kochi', latitude: 33.5597, longitude: 133.5311 },
  { code: '40', name: '福岡県', kana: 'ふくおか', latin: 'Fukuoka', latitude: 33.6064, longitude: 130.4183 },
  { code: '41', name: '佐賀県', kana: 'さが', latin: 'Saga', latitude: 33.2494, longitude: 130.2988 },
  { code: '42', name: '長崎県', kana: 'ながさき', latin: 'Nagasaki', latitude: 32.7448, longitude: 129.8737 },
  { code: '43', name: '熊本県', kana: 'くまもと', latin: 'Kumamoto', latitude: 32.7898, longitude: 130.7417 },
  { code: '44', name: '大分県', kana: 'おおいた', latin: 'Oita', latitude: 33.2382, longitude: 131.6126 },
  { code: '45', name: '宮崎県', kana: 'みやざき', latin: 'Miyazaki', latitude: 31.9111, longitude: 131.4239 },
  { code: '46', name: '鹿児島県', kana: 'かごしま', latin: 'Kagoshima', latitude: 31.5602, longitude: 130.5581 },
  { code: '47', name: '沖縄県', kana: 'おきなわ', latin: 'Okinawa', latitude: 26.2124, longitude: 127.6809 },
];
