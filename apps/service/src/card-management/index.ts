export { type Examined, examineCard } from './examine-card.ts';
export type {
  AnotherCard,
  AuthorisedChannel,
  CardManagement,
  CardRefusal,
  CardRefusalReason,
  OpenedChannel,
} from './port.ts';
export { createScp03CardManagement } from './scp03-card-management.ts';
