// Lays out in a worker, and where there is none, right here. The last task counts: what comes back of an
// earlier one is dropped.

import { arrange, type Task } from "./arrange";

type Told = (places: Float32Array, isDone: boolean) => void;

export class Layouter {
  private worker: Worker | null = null;
  private turn = 0;
  private told: Told = () => undefined;
  private task: Task | null = null;

  constructor(private readonly address: string | undefined) {}

  run(task: Task, told: Told): void {
    [this.told, this.task] = [told, task];
    // A task that is not finished is not waited for: its worker goes, and the next one starts at once.
    if (this.worker && this.isBusy) this.stop();
    this.turn += 1;
    const worker = this.started();
    if (worker) {
      this.isBusy = true;
      worker.postMessage({ turn: this.turn, task });
    } else {
      // Told later, as a worker would: who asks has something to do before.
      const turn = this.turn;
      void Promise.resolve().then(() => turn === this.turn && told(arrange(task, () => undefined), true));
    }
  }

  private isBusy = false;

  private stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.isBusy = false;
  }

  private started(): Worker | null {
    if (this.worker || !this.address || typeof Worker === "undefined") return this.worker;
    this.worker = new Worker(this.address);
    this.worker.onmessage = (event: MessageEvent<{ turn: number; places: Float32Array; isDone: boolean }>) => {
      const { turn, places, isDone } = event.data;
      if (turn !== this.turn) return;
      if (isDone) this.isBusy = false;
      this.told(places, isDone);
    };
    this.worker.onerror = () => {
      this.stop();
      const { task, told } = this;
      if (task) told(arrange(task, () => undefined), true);
    };
    return this.worker;
  }
}
