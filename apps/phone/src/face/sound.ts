/** A short tone and a touch for each instruction: eyes may be shut, and ears may not hear. */
export class Signals {
  #audio: AudioContext | undefined;

  /** Called from a press: browsers let sound begin only there. */
  prepare(): void {
    this.#audio ??= typeof AudioContext === 'undefined' ? undefined : new AudioContext();
    void this.#audio?.resume().catch(() => undefined);
  }

  instruction(): void {
    this.#tone(660, 0.15);
    navigator.vibrate?.(80);
  }

  done(): void {
    this.#tone(880, 0.5);
    navigator.vibrate?.([120, 80, 120]);
  }

  close(): void {
    void this.#audio?.close().catch(() => undefined);
    this.#audio = undefined;
  }

  #tone(frequency: number, seconds: number): void {
    const audio = this.#audio;
    if (audio?.state !== 'running') return;
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0.2, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + seconds);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start();
    oscillator.stop(audio.currentTime + seconds);
  }
}
