// The worker of the graph page: places come back while they are still moving, and once more when done.

import { arrange, type Task } from "./layout/arrange";

interface Scope {
  onmessage: ((event: MessageEvent<{ turn: number; task: Task }>) => void) | null;
  postMessage(message: unknown): void;
}
const scope = self as unknown as Scope;

scope.onmessage = (event) => {
  const { turn, task } = event.data;
  const places = arrange(task, (now) => scope.postMessage({ turn, places: now, isDone: false }));
  scope.postMessage({ turn, places, isDone: true });
};
