export { type AgentLink, type AgentListener, connectToAgent, type Disconnected } from './connect-to-agent.ts';
export { CardTold, Fault, FaultKind, ScreenProblem, WayOn } from './fault.ts';
export {
  CLOSE,
  SCREEN_PATH,
  SignInAnswer,
  SignInRequest,
  SUBPROTOCOL,
  TOKEN_PROTOCOL_PREFIX,
} from './handshake.ts';
export { decodeKey, encodeKey, type KeyMessage } from './key-message.ts';
export { KIOSK_LANGUAGES, KioskLanguage } from './language.ts';
export {
  NewPinComplaint,
  OutOfOrderReason,
  PinTicks,
  Scene,
  type SceneKind,
  WeakReason,
  WritingStep,
} from './scene.ts';
export { ScreenEvent, type ScreenEventKind } from './screen-event.ts';
export { PrintState, Slip } from './slip.ts';
export { View } from './view.ts';
