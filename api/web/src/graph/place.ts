// From the canvas to the layout and back: which nodes are new, which are held, how large the plane is.

import type { Core, Position } from "cytoscape";
import type { Frame, Task } from "../layout/arrange";
import type { GraphData } from "./data";

const MARGIN = { x: 84, top: 40, bottom: 84 };
/** Beyond so many nodes the plane grows past the window, and fitting it makes everything smaller. */
const COMFORTABLE = 170;
/** From so many nodes on the whole window is used; fewer stand closer together in its middle. */
const FILLING = 14;

/** How many times wider and higher than the window the plane of so many nodes is. */
export function growthOf(count: number): number {
  return Math.max(1, Math.sqrt(count / COMFORTABLE));
}

interface Size {
  width: number;
  height: number;
}

/** The part of the plane to fill with so many nodes. */
function frameOf(seen: Size, count: number): Frame {
  const grow = growthOf(count);
  const width = Math.max(240, seen.width * grow);
  const height = Math.max(200, seen.height * grow);
  const marginX = Math.min(MARGIN.x, width / 5);
  const fill = Math.min(1, Math.sqrt((count + 1) / FILLING));
  const inner = { width: width - 2 * marginX, height: height - MARGIN.top - MARGIN.bottom };
  return {
    x: marginX + (inner.width * (1 - fill)) / 2,
    y: MARGIN.top + (inner.height * (1 - fill)) / 2,
    width: inner.width * fill,
    height: inner.height * fill,
  };
}

/** Where labels may stand: all of the plane that the nodes were spread over. */
export function seenOf(cy: Core, count: number): { x1: number; y1: number; x2: number; y2: number } {
  const grow = growthOf(count);
  return { x1: 2, y1: 2, x2: cy.width() * grow - 2, y2: cy.height() * grow - 36 };
}

/** The task of laying out these nodes of those sizes: anew where most is new, else only what is new. */
export function taskOf(
  data: GraphData,
  sizes: number[],
  seen: Size,
  known: Map<string, Position>,
  pins: Map<string, Position>,
): Task {
  const { nodes } = data;
  const isWhole = nodes.filter((node) => !known.has(node.id)).length > nodes.length / 2;
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const links: [number, number][] = [];
  for (const edge of data.edges) {
    const [a, b] = [index.get(edge.s), index.get(edge.t)];
    if (a !== undefined && b !== undefined && a !== b) links.push([a, b]);
  }
  return {
    sizes,
    held: nodes.map((node) => pins.get(node.id) ?? null),
    starts: nodes.map((node) => pins.get(node.id) ?? known.get(node.id) ?? null),
    links,
    frame: frameOf(seen, nodes.length),
    isWhole,
  };
}
