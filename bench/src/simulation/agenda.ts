/** What happens next: a binary heap by time, in milliseconds. */
export class Agenda {
  readonly #heap: { readonly at: number; readonly what: () => void }[] = [];

  add(at: number, what: () => void): void {
    const heap = this.#heap;
    let index = heap.push({ at, what }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= at) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Runs everything until `end`; what is later stays undone. */
  run(end: number): void {
    for (let next = this.#heap[0]; next !== undefined && next.at < end; next = this.#heap[0]) {
      this.#removeFirst();
      next.what();
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let index = 0; ; ) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < heap.length && this.#at(left) < this.#at(least)) least = left;
      if (right < heap.length && this.#at(right) < this.#at(least)) least = right;
      if (least === index) return;
      this.#swap(index, least);
      index = least;
    }
  }

  #at(index: number): number {
    return (this.#heap[index] as { at: number }).at;
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap as { at: number; what: () => void }[];
    [heap[a], heap[b]] = [heap[b] as never, heap[a] as never];
  }
}
