import type { ProblemCatalogue } from './shape.ts';

const NOTHING_CHANGED = 'Suas senhas não foram alteradas.';
const RESERVATION_KEPT = 'Sua reserva continua válida.';
const NOT_ACCEPTED = 'Esta operação não foi aceita.';
const START_AGAIN = 'Comece novamente do início.';
const IN_A_HURRY = 'Se tiver pressa, vá ao balcão da prefeitura onde você mora.';
const AT_LAST_COUNTER = 'Se não resolver, vá ao balcão da prefeitura onde você mora.';
const FIVE_FAILURES = 'Após cinco falhas seguidas, o uso do aplicativo é restrito.';

export const ptBr: ProblemCatalogue = {
  certificates: {
    any: 'um certificado do seu cartão',
    sign: 'o certificado de assinatura do seu cartão',
    auth: 'o certificado de identificação do usuário do seu cartão',
  },
  problems: {
    maintenance: {
      happened: 'O serviço está em manutenção.',
      unchanged: NOTHING_CHANGED,
      next: 'Tente novamente quando a manutenção terminar.',
    },
    'outside-hours': {
      happened: 'O terminal não pode ser usado neste horário.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: 'Volte entre 6:30 e 23:00.',
    },
    'not-offered-here': {
      happened: 'Esta loja não redefine a senha que você reservou.',
      unchanged: `${NOTHING_CHANGED} ${RESERVATION_KEPT}`,
      next: 'Vá a uma loja que ofereça este serviço.',
    },
    'no-reservation': {
      happened: 'Não há reserva para este cartão.',
      unchanged: NOTHING_CHANGED,
      next: 'Faça a reserva com o aplicativo do celular e depois volte.',
    },
    'reservation-expired': {
      happened: 'A reserva passou do prazo de validade (24 horas).',
      unchanged: NOTHING_CHANGED,
      next: 'Faça uma nova reserva com o aplicativo do celular.',
    },
    'reservation-in-use': {
      happened: 'Esta reserva está sendo usada em outro terminal.',
      unchanged: 'Nada foi alterado por esta tentativa.',
      next: 'Espere cerca de cinco minutos e tente novamente.',
    },
    'certificate-expired': {
      happened: '{certificate} venceu ou ainda não é válido.',
      unchanged: NOTHING_CHANGED,
      next: 'Renove o certificado no balcão da prefeitura onde você mora.',
    },
    'certificate-revoked': {
      happened: '{certificate} foi revogado.',
      unchanged: NOTHING_CHANGED,
      next: 'Peça um novo certificado no balcão da prefeitura onde você mora.',
    },
    'certificate-untrusted': {
      happened: 'Não foi possível verificar {certificate}.',
      unchanged: NOTHING_CHANGED,
      next: `Confira se é o seu cartão My Number. ${AT_LAST_COUNTER}`,
    },
    'revocation-unknown': {
      happened: 'No momento não é possível verificar se {certificate} ainda é válido.',
      unchanged: NOTHING_CHANGED,
      next: 'Tente novamente daqui a pouco.',
    },
    'card-face-invalid': {
      happened: 'Não foi possível verificar os dados impressos guardados no chip.',
      unchanged: NOTHING_CHANGED,
      next: `Leia o cartão novamente. ${AT_LAST_COUNTER}`,
    },
    'card-mismatch': {
      happened: 'O cartão lido não é o cartão com que você começou.',
      unchanged: NOTHING_CHANGED,
      next: START_AGAIN,
    },
    'signature-invalid': {
      happened: 'Não foi possível verificar a assinatura do cartão.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'challenge-expired': {
      happened: 'O procedimento foi interrompido porque o tempo acabou.',
      unchanged: 'Nada do que você digitou foi guardado.',
      next: START_AGAIN,
    },
    'image-unusable': {
      happened: 'As fotos não puderam ser avaliadas.',
      unchanged: 'Isto não conta como falha.',
      next: 'Tire novamente em um lugar claro, seguindo as instruções da tela.',
    },
    'face-mismatch': {
      happened: 'Não foi possível confirmar que você é a pessoa da foto do cartão.',
      unchanged: NOTHING_CHANGED,
      next: `Tente novamente. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'liveness-failed': {
      happened: 'Não foi possível confirmar que há uma pessoa diante da câmera.',
      unchanged: NOTHING_CHANGED,
      next: `Siga as instruções da tela e tente novamente. ${FIVE_FAILURES} ${IN_A_HURRY}`,
    },
    'app-restricted': {
      happened: 'O aplicativo está restrito porque a verificação do rosto falhou cinco vezes seguidas.',
      unchanged: NOTHING_CHANGED,
      next: `Espere até o fim da restrição. ${IN_A_HURRY}`,
    },
    'pin-not-resettable-here': {
      happened: 'Esta senha não pode ser redefinida com o aplicativo e o terminal.',
      unchanged: NOTHING_CHANGED,
      next: 'Vá ao balcão da prefeitura onde você mora.',
    },
    'card-refused': {
      happened: 'O cartão não aceitou a operação.',
      unchanged: 'A nova senha ainda não foi confirmada.',
      next: `Você pode tentar novamente com a mesma reserva. ${AT_LAST_COUNTER}`,
    },
    'too-many-requests': {
      happened: 'O serviço está muito ocupado.',
      unchanged: NOT_ACCEPTED,
      next: 'Espere um momento e tente novamente.',
    },
    'invalid-request': {
      happened: 'Não foi possível processar o pedido do aplicativo ou do terminal.',
      unchanged: NOT_ACCEPTED,
      next: `Atualize o aplicativo. ${START_AGAIN}`,
    },
    stopped: {
      happened: 'O serviço está suspenso para este tipo de cartão ou para esta loja.',
      unchanged: NOTHING_CHANGED,
      next: IN_A_HURRY,
    },
    'not-authorised': {
      happened: 'Este procedimento já terminou ou pertence a outro aparelho.',
      unchanged: NOT_ACCEPTED,
      next: START_AGAIN,
    },
    'not-permitted': {
      happened: 'Você não tem permissão para fazer isto, ou outro funcionário precisa confirmar.',
      unchanged: NOT_ACCEPTED,
      next: 'Peça a um funcionário com permissão ou a outro funcionário.',
    },
    'service-fault': {
      happened: 'Houve uma falha no serviço.',
      unchanged: 'Ao tentar novamente, você saberá se esta operação foi aceita.',
      next: 'Espere um momento e tente novamente.',
    },
  },
};
