import type { Language, PinSink } from '@kaijo/ui';
import type { Scene, ScreenEventKind, View } from '../../local-api/index.ts';

/** What the person before the screen does; each is for the step on the screen. */
export interface Holder {
  does(kind: Exclude<ScreenEventKind, 'language' | 'touch'>): void;
  touches(): void;
  chooseLanguage(language: Language): void;
  /** Keys go to the agent one by one, as bytes (R30). */
  readonly pad: PinSink;
}

export type SceneOf<K extends Scene['kind']> = Extract<Scene, { readonly kind: K }>;

export interface SceneProps<K extends Scene['kind']> {
  readonly scene: SceneOf<K>;
  readonly view: View;
  readonly holder: Holder;
  /** Names the scene for the focus: changes when the holder has to read anew. */
  readonly step: string;
}
