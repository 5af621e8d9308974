// Where nodes go. In: sizes, links, what is held, the window. Out: places, first while they are still
// moving, then for good. Knows neither the page nor the canvas, so that it runs in a worker as well.
// Nothing is left to chance: the same graph in the same window gets the same picture.

import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from "d3-force";
import { beside, coarsen, type Links } from "./coarse";

export interface Place {
  x: number;
  y: number;
}

export interface Frame extends Place {
  width: number;
  height: number;
}

export interface Task {
  /** Diameters, one a node. */
  sizes: number[];
  /** Places that nodes keep, such as those that were pinned; null for those that may move. */
  held: (Place | null)[];
  /** Where nodes stand already; null for new ones. */
  starts: (Place | null)[];
  /** Pairs of indices. */
  links: Links;
  frame: Frame;
  /** Whether to fill the frame; else new nodes find places beside those that stand. */
  isWhole: boolean;
}

interface Body extends SimulationNodeDatum {
  size: number;
}

const GAP = 14;
const ROUNDS = 40;
const LINK = 58;
const CHARGE = -190;
const TICKS = 300;
/** Of a graph that began as its hubs alone: their ticks, and those of all nodes after them. */
const TICKS_OF_HUBS = 120;
const TICKS_OF_MANY = 50;
const MANY = 1_000;
/** How far forces move nodes in the first tick; less where they begin near their places. */
const [WARM, MILD, STILL] = [1, 0.3, 0.001];
/** Places are told this often while they move, in milliseconds; those of many only once, where they begin:
 * to draw so many takes as long as some ticks. */
const TELL_EVERY = 250;

/** Find the places; `tell` is called with those on the way. Flat: x and y of the first node, and so on. */
export function arrange(task: Task, tell: (places: Float32Array) => void): Float32Array {
  const bodies = started(task);
  if (bodies.length > 1) simulate(task, bodies, tell);
  if (task.isWhole) spread(bodies, task.frame);
  bodies.forEach((body, i) => {
    const at = task.held[i];
    if (at) [body.x, body.y] = [at.x, at.y];
  });
  pushApart(bodies, task);
  return flat(bodies);
}

function flat(bodies: Body[]): Float32Array {
  const places = new Float32Array(bodies.length * 2);
  bodies.forEach((body, i) => places.set([body.x ?? 0, body.y ?? 0], 2 * i));
  return places;
}

function started(task: Task): Body[] {
  const bodies: Body[] = task.sizes.map((size, i) => {
    const at = task.starts[i];
    if (!at || task.isWhole) return { size };
    return { size, x: at.x, y: at.y, fx: at.x, fy: at.y };
  });
  if (task.isWhole) return bodies;
  // New nodes start around the one that they join, each in a direction of its own.
  const near = new Map<number, number>();
  for (const [a, b] of task.links) {
    if (!task.starts[a] && task.starts[b] && !near.has(a)) near.set(a, b);
    if (!task.starts[b] && task.starts[a] && !near.has(b)) near.set(b, a);
  }
  const { frame } = task;
  bodies.forEach((body, i) => {
    if (task.starts[i]) return;
    const at = task.starts[near.get(i) ?? -1] ?? { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    const [angle, far] = [i * 2.399963, 60 + 5 * Math.sqrt(i)]; // the golden angle
    [body.x, body.y] = [at.x + Math.cos(angle) * far, at.y + Math.sin(angle) * far];
  });
  return bodies;
}

function simulate(task: Task, bodies: Body[], tell: (places: Float32Array) => void): void {
  const { frame } = task;
  const settled = (many: Body[], links: Links) => forces(many, links, frame);
  if (bodies.length <= MANY) {
    // Of many the last step alone pushes apart what touches: here it would cost a third of the time.
    const simulation = settled(bodies, task.links);
    simulation.force("room", forceCollide<Body>((body) => body.size / 2 + GAP / 2));
    run(simulation, TICKS, WARM, () => tell(flat(bodies)));
    return;
  }
  if (task.isWhole) {
    startAtHubs(bodies, task, tell);
    run(settled(bodies, task.links), TICKS_OF_MANY, MILD);
  } else run(settled(bodies, task.links), TICKS_OF_HUBS, WARM);
}

/** Place the hubs of a large graph among themselves, and all others beside theirs. */
function startAtHubs(bodies: Body[], task: Task, tell: (places: Float32Array) => void): void {
  const coarse = coarsen(bodies.length, task.links);
  const hubs: Body[] = coarse.weights.map((size) => ({ size }));
  const simulation = forces(hubs, coarse.links, task.frame);
  // A hub needs the room of all that it stands for.
  simulation.force("apart", forceManyBody<Body>().strength((hub) => CHARGE * hub.size).theta(1.3));
  run(simulation, TICKS_OF_HUBS, WARM);
  const starts = beside(coarse, hubs as Place[], LINK / 2);
  bodies.forEach((body, i) => Object.assign(body, starts[i]));
  const seen = bodies.map((body) => ({ ...body }));
  spread(seen, task.frame);
  tell(flat(seen));
}

/** What pulls and pushes between bodies, and to the middle of the frame. */
function forces(bodies: Body[], pairs: Links, frame: Frame): Simulation<Body, SimulationLinkDatum<Body>> {
  const links: SimulationLinkDatum<Body>[] = pairs.map(([source, target]) => ({ source, target }));
  const [cx, cy] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  return forceSimulation(bodies)
    .stop()
    .force("links", forceLink(links).distance(LINK))
    .force("apart", forceManyBody<Body>().strength(CHARGE).theta(bodies.length > MANY ? 1.3 : 0.9))
    .force("x", forceX<Body>(cx).strength(0.05))
    .force("y", forceY<Body>(cy).strength((0.05 * frame.width) / frame.height));
}

/** Let the forces work for so many ticks, from that strength down to almost none. */
function run(
  simulation: Simulation<Body, SimulationLinkDatum<Body>>,
  ticks: number,
  alpha: number,
  tell: () => void = () => undefined,
): void {
  simulation.alpha(alpha).alphaDecay(1 - Math.pow(STILL / alpha, 1 / ticks));
  let told = Date.now();
  for (let i = 0; i < ticks; i += 1) {
    simulation.tick();
    if (Date.now() - told < TELL_EVERY) continue;
    tell();
    told = Date.now();
  }
}

/** Half linear, half by rank: clusters stay together, and no part of the window stays empty. */
function spread(bodies: Body[], frame: Frame): void {
  const only = bodies[0];
  if (bodies.length === 1 && only) {
    [only.x, only.y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
    return;
  }
  for (const axis of ["x", "y"] as const) {
    const order = bodies.map((_, i) => i);
    const at = bodies.map((body) => body[axis] ?? 0);
    order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
    const low = at[order[0] ?? 0] ?? 0;
    const range = (at[order[order.length - 1] ?? 0] ?? 1) - low || 1;
    const [start, length] = axis === "x" ? [frame.x, frame.width] : [frame.y, frame.height];
    order.forEach((index, rank) => {
      const body = bodies[index];
      const linear = ((at[index] ?? 0) - low) / range;
      if (body) body[axis] = start + ((linear + rank / (order.length - 1)) / 2) * length;
    });
  }
}

/** The number of a square of the plane, and the differences to those around it. */
const ROW = 1 << 16;
const AROUND = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => dx * ROW + dy));

function keyOf(column: number, row: number): number {
  return column * ROW + row;
}

/** Push nodes apart that touch; those that are held stay where they are. */
function pushApart(bodies: Body[], task: Task): void {
  const isHeld = bodies.map((_, i) => Boolean(task.held[i] ?? (task.isWhole ? null : task.starts[i])));
  const cell = Math.max(...task.sizes, 1) + GAP;
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    const cells = new Map<number, number[]>();
    const keys = bodies.map((body) => keyOf(Math.floor((body.x ?? 0) / cell), Math.floor((body.y ?? 0) / cell)));
    keys.forEach((key, i) => {
      const there = cells.get(key);
      if (there) there.push(i);
      else cells.set(key, [i]);
    });
    for (let i = 0; i < bodies.length; i += 1) {
      for (const step of AROUND) {
        for (const j of cells.get((keys[i] ?? 0) + step) ?? []) {
          if (j > i) moved = separate(bodies, i, j, isHeld) || moved;
        }
      }
    }
    if (task.isWhole) bodies.forEach((body, i) => !isHeld[i] && keepInside(body, task.frame));
    if (!moved) return;
  }
}

function separate(bodies: Body[], i: number, j: number, isHeld: boolean[]): boolean {
  const [a, b] = [bodies[i], bodies[j]];
  if (!a || !b || (isHeld[i] && isHeld[j])) return false;
  const wanted = (a.size + b.size) / 2 + GAP;
  let [dx, dy] = [(b.x ?? 0) - (a.x ?? 0), (b.y ?? 0) - (a.y ?? 0)];
  let distance = Math.hypot(dx, dy);
  if (distance >= wanted) return false;
  if (distance < 0.01) [dx, dy, distance] = [1, 0.7, 1.22];
  const push = (wanted - Math.min(distance, wanted)) / 2 + 0.5;
  const step = { x: (dx / distance) * push, y: (dy / distance) * push };
  if (!isHeld[i]) [a.x, a.y] = [(a.x ?? 0) - step.x, (a.y ?? 0) - step.y];
  if (!isHeld[j]) [b.x, b.y] = [(b.x ?? 0) + step.x, (b.y ?? 0) + step.y];
  return true;
}

function keepInside(body: Body, frame: Frame): void {
  body.x = Math.min(Math.max(body.x ?? 0, frame.x), frame.x + frame.width);
  body.y = Math.min(Math.max(body.y ?? 0, frame.y), frame.y + frame.height);
}
