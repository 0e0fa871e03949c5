import type { Catalogue } from '@kaijo/ui';
import { en } from './en.ts';
import type { ja } from './ja.ts';

/** The holder's screen; staff work in Japanese or English. */
export const ptBr = {
  ...en,
  holder: {
    welcome: 'Olá',
    wait: 'Aguarde as orientações do funcionário.',
    first: 'Digite a nova {pin}',
    second: 'Digite a mesma {pin} mais uma vez',
    rule: { digits: 'São 4 números.', letters: 'São 6 a 16 caracteres, com letras e números.' },
    weak: 'Esta senha é fácil de adivinhar (aniversário, números iguais ou em sequência). Escolha outra.',
    different: 'Não é igual à primeira. Digite a mesma senha novamente.',
    private: 'A senha não aparece para o funcionário. Cuide para que ninguém a veja.',
    writing: 'Gravando no cartão',
    done: 'A redefinição terminou',
    doneLead: 'A nova senha já pode ser usada.',
    stopped: 'Aguarde as orientações do funcionário',
    closed: 'Abra esta tela a partir da tela do balcão.',
  },
} as const satisfies Catalogue<typeof ja>;
