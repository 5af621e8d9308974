// Where nodes and labels go. The layout is fcose; then positions, not glyphs, are spread to the
// viewport, so that text keeps its size, and overlaps are pushed apart. The same graph in the same
// window always gets the same picture: chance is seeded while the layout runs.

import type { Core, NodeCollection, NodeSingular, Position } from "cytoscape";
import { FONT_SIZE, labelFont } from "./look";

const MARGIN = { x: 84, top: 40, bottom: 58 };
const GAP = 14;
const ROUNDS = 80;
/** Beyond so many nodes the plane grows past the window, and fitting it makes everything smaller. */
const COMFORTABLE = 170;
/** From so many nodes on the whole window is used; fewer stand closer together in its middle. */
const FILLING = 14;

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** mulberry32: small, fast, good enough to scatter nodes. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function withSeededChance(work: () => void): void {
  const chance = Math.random;
  Math.random = seeded(20250630);
  try {
    work();
  } finally {
    Math.random = chance;
  }
}

function runFcose(cy: Core, fixed: NodeCollection | null): void {
  const constraint = fixed?.map((node) => ({ nodeId: node.id(), position: { ...node.position() } }));
  withSeededChance(() => {
    cy.elements(":visible")
      .layout({
        name: "fcose",
        quality: "default",
        randomize: fixed === null,
        animate: false,
        fit: false,
        nodeDimensionsIncludeLabels: false,
        nodeRepulsion: () => 7000,
        idealEdgeLength: () => 62,
        edgeElasticity: () => 0.4,
        gravity: 0.3,
        numIter: 2500,
        ...(constraint && constraint.length > 0 ? { fixedNodeConstraint: constraint } : {}),
      } as never)
      .run();
  });
}

function frameOf(cy: Core, count: number): Frame {
  const grow = Math.max(1, Math.sqrt(count / COMFORTABLE));
  const width = Math.max(240, cy.width() * grow);
  const height = Math.max(200, cy.height() * grow);
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

/** Half linear, half by rank: clusters stay together, and no part of the window stays empty. */
function spread(nodes: NodeSingular[], frame: Frame): void {
  if (nodes.length === 1) {
    nodes[0]?.position({ x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 });
    return;
  }
  const places = new Map<string, Position>(nodes.map((node) => [node.id(), { x: 0, y: 0 }]));
  for (const axis of ["x", "y"] as const) {
    const sorted = [...nodes].sort((a, b) => a.position(axis) - b.position(axis) || (a.id() < b.id() ? -1 : 1));
    const low = sorted[0]?.position(axis) ?? 0;
    const range = (sorted[sorted.length - 1]?.position(axis) ?? 1) - low || 1;
    const [start, length] = axis === "x" ? [frame.x, frame.width] : [frame.y, frame.height];
    sorted.forEach((node, rank) => {
      const linear = (node.position(axis) - low) / range;
      const share = (linear + rank / (sorted.length - 1)) / 2;
      const place = places.get(node.id());
      if (place) place[axis] = start + share * length;
    });
  }
  for (const node of nodes) node.position(places.get(node.id()) ?? { x: 0, y: 0 });
}

/** Push nodes apart that touch; those that are held stay where they are. */
function pushApart(nodes: NodeSingular[], held: Set<string>, frame: Frame): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (let i = 0; i < nodes.length; i += 1) {
      for (let j = i + 1; j < nodes.length; j += 1) {
        moved = separate(nodes[i] as NodeSingular, nodes[j] as NodeSingular, held) || moved;
      }
    }
    for (const node of nodes) if (!held.has(node.id())) keepInside(node, frame);
    if (!moved) return;
  }
}

function separate(a: NodeSingular, b: NodeSingular, held: Set<string>): boolean {
  const [pa, pb] = [a.position(), b.position()];
  const wanted = (Number(a.data("size")) + Number(b.data("size"))) / 2 + GAP;
  let [dx, dy] = [pb.x - pa.x, pb.y - pa.y];
  if (Math.abs(dx) >= wanted || Math.abs(dy) >= wanted) return false;
  let distance = Math.hypot(dx, dy);
  if (distance >= wanted) return false;
  if (distance < 0.01) [dx, dy, distance] = [1, a.id() < b.id() ? 0.7 : -0.7, 1.22];
  const push = (wanted - Math.min(distance, wanted)) / 2 + 0.5;
  const step = { x: (dx / distance) * push, y: (dy / distance) * push };
  if (!held.has(a.id())) a.position({ x: pa.x - step.x, y: pa.y - step.y });
  if (!held.has(b.id())) b.position({ x: pb.x + step.x, y: pb.y + step.y });
  return true;
}

function keepInside(node: NodeSingular, frame: Frame): void {
  const place = node.position();
  node.position({
    x: Math.min(Math.max(place.x, frame.x), frame.x + frame.width),
    y: Math.min(Math.max(place.y, frame.y), frame.y + frame.height),
  });
}

/** Lay everything out anew; pinned nodes go to their places. */
export function layOut(cy: Core, pins: Map<string, Position>): void {
  const nodes = cy.nodes(":visible").toArray() as NodeSingular[];
  if (nodes.length === 0) return;
  cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
  runFcose(cy, null);
  const frame = frameOf(cy, nodes.length);
  spread(nodes, frame);
  for (const node of nodes) {
    const pin = pins.get(node.id());
    if (pin) node.position({ ...pin });
  }
  pushApart(nodes, new Set(pins.keys()), frame);
  if (nodes.length > COMFORTABLE) cy.fit(cy.elements(":visible"), 36);
  placeLabels(cy);
}

/** Find places for new nodes beside what they join; what is there does not move. */
export function addIn(cy: Core, added: NodeCollection, pins: Map<string, Position>): void {
  const old = cy.nodes(":visible").difference(added);
  withSeededChance(() => {
    added.forEach((node) => {
      const pin = pins.get(node.id());
      if (pin) {
        node.position({ ...pin });
        return;
      }
      const near = node.neighborhood("node").intersection(old).nodes().first() as NodeSingular;
      const at = near.nonempty() ? near.position() : { x: cy.width() / 2, y: cy.height() / 2 };
      const [angle, far] = [Math.random() * 2 * Math.PI, 50 + Math.random() * 60];
      node.position({ x: at.x + Math.cos(angle) * far, y: at.y + Math.sin(angle) * far });
    });
  });
  runFcose(cy, old);
  const nodes = cy.nodes(":visible").toArray() as NodeSingular[];
  const held = new Set([...old.map((node) => node.id()), ...pins.keys()]);
  pushApart(nodes, held, frameOf(cy, nodes.length));
  placeLabels(cy);
}

// Labels

interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

const SIDES = ["below", "right", "left", "above"] as const;

function meets(a: Box, b: Box): boolean {
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}

function boxAt(node: NodeSingular, side: (typeof SIDES)[number], width: number, height: number): Box {
  const { x, y } = node.position();
  const half = Number(node.data("size")) / 2;
  switch (side) {
    case "below":
      return { x1: x - width / 2, x2: x + width / 2, y1: y + half + 2, y2: y + half + 2 + height };
    case "above":
      return { x1: x - width / 2, x2: x + width / 2, y1: y - half - 2 - height, y2: y - half - 2 };
    case "right":
      return { x1: x + half + 3, x2: x + half + 3 + width, y1: y - height / 2, y2: y + height / 2 };
    case "left":
      return { x1: x - half - 3 - width, x2: x - half - 3, y1: y - height / 2, y2: y + height / 2 };
  }
}

/** Below, right, left, above, in order of degree; a label that fits nowhere waits for the pointer. */
export function placeLabels(cy: Core): void {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return;
  pen.font = labelFont();
  const nodes = (cy.nodes(":visible").toArray() as NodeSingular[]).sort(
    (a, b) => Number(b.data("weight")) - Number(a.data("weight")) || (a.id() < b.id() ? -1 : 1),
  );
  const taken: Box[] = nodes.map((node) => {
    const [{ x, y }, half] = [node.position(), Number(node.data("size")) / 2];
    return { x1: x - half, x2: x + half, y1: y - half, y2: y + half };
  });
  const frame = frameOf(cy, nodes.length);
  const isInside = (box: Box) =>
    box.x1 >= 2 && box.x2 <= frame.x * 2 + frame.width - 2 && box.y1 >= 2 && box.y2 <= frame.y + frame.height + MARGIN.bottom;
  for (const node of nodes) {
    node.removeClass("right left above silent");
    if (node.data("isQuiet")) {
      node.addClass("silent");
      continue;
    }
    const lines = String(node.data("text")).split("\n");
    const width = Math.max(...lines.map((line) => pen.measureText(line).width));
    const height = lines.length * FONT_SIZE * 1.3;
    const side = SIDES.find((one) => {
      const box = boxAt(node, one, width, height);
      return isInside(box) && !taken.some((other) => meets(box, other));
    });
    if (side === undefined) node.addClass("silent");
    else {
      taken.push(boxAt(node, side, width, height));
      if (side !== "below") node.addClass(side);
    }
  }
}
