// A first picture of a large graph, found quickly: every node of many links takes those around it that no
// other took, these heads are placed among themselves, and the rest begins beside its head. What is left to
// the forces of the whole graph is then the fine work. In: sizes of the graph, links. Out: start places.

import type { Place } from "./arrange";

/** Pairs of indices. */
export type Links = readonly (readonly [number, number])[];

export interface Coarse {
  /** For each node the number of its head, counted from 0 in the order of `heads`. */
  headOf: number[];
  heads: number[];
  /** Nodes that a head stands for, itself among them. */
  weights: number[];
  /** Each pair of heads once, however many links there are between what they stand for. */
  links: [number, number][];
}

/** Group a graph around its hubs; the same graph always gives the same groups. */
export function coarsen(count: number, links: Links): Coarse {
  const near: number[][] = Array.from({ length: count }, () => []);
  for (const [a, b] of links) {
    near[a]?.push(b);
    near[b]?.push(a);
  }
  const degree = near.map((one) => one.length);
  const order = degree.map((_, i) => i).sort((a, b) => (degree[b] ?? 0) - (degree[a] ?? 0) || a - b);
  const headOf = new Array<number>(count).fill(-1);
  const [heads, weights]: [number[], number[]] = [[], []];
  for (const node of order) {
    if (headOf[node] !== -1) continue;
    const free = (near[node] ?? []).filter((one) => headOf[one] === -1);
    for (const one of [node, ...free]) headOf[one] = heads.length;
    weights.push(1 + free.length);
    heads.push(node);
  }
  const pairs = new Map<number, [number, number]>();
  for (const [a, b] of links) {
    const [low, high] = [headOf[a] ?? 0, headOf[b] ?? 0].sort((x, y) => x - y) as [number, number];
    if (low !== high) pairs.set(low * count + high, [low, high]);
  }
  return { headOf, heads, weights, links: [...pairs.values()] };
}

/** Where every node begins when the heads stand at these places: around its head, the first ones nearest. */
export function beside(coarse: Coarse, places: readonly Place[], step: number): Place[] {
  const taken = coarse.heads.map(() => 0);
  return coarse.headOf.map((head, node) => {
    const at = places[head] ?? { x: 0, y: 0 };
    if (coarse.heads[head] === node) return { x: at.x, y: at.y };
    const turn = (taken[head] = (taken[head] ?? 0) + 1);
    const [angle, far] = [turn * 2.399963, step * Math.sqrt(turn)]; // the golden angle
    return { x: at.x + Math.cos(angle) * far, y: at.y + Math.sin(angle) * far };
  });
}
