/** What a process did under load. */
export interface Load {
  /** Completions a second, round by round. */
  readonly rates: readonly number[];
  /** CPU time of the process for one completion, milliseconds. */
  readonly cpuMs: number;
}

export interface KaijoLoad extends Load {
  /** Of the kiosks' requests at half of the rate, milliseconds. */
  readonly atHalf: readonly number[];
}
