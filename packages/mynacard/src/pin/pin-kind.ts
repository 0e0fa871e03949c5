/** The card's four PINs (rules.md, Words). PIN-B is none of them: the holder did not choose it. */
export type PinKind = 'auth' | 'sign' | 'support' | 'resident';
