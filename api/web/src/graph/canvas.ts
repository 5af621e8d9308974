// The canvas: draws the data of a page, keeps to the theme, says what was pointed at or moved.

import cytoscape, { type Core, type NodeSingular, type Position } from "cytoscape";
import { Layouter } from "../layout/layouter";
import type { GraphData } from "./data";
import { placeLabels } from "./labels";
import { CROWDED, inLines, sizeOf, stylesheet } from "./look";
import { growthOf, seenOf, taskOf } from "./place";

/** The edges of a hub are marked more lightly, or they would cover everything. */
const MANY = 24;
const MARGIN = 36;
/** Names are written down to this zoom at which the plane of a large graph fits the window. */
const LEAST_ZOOM = 0.05;

export interface Always {
  showNames: boolean;
  isStill: boolean;
  /** The address of the worker that lays out. */
  worker?: string | undefined;
}

export class Canvas {
  readonly cy: Core;
  private readonly layouter: Layouter;
  private pins = new Map<string, Position>();
  private isHeld = false;
  /** Where nodes stand or stood: what is shown again comes back to its place. */
  private readonly places = new Map<string, Position>();

  constructor(
    plane: HTMLElement,
    private readonly always: Always,
  ) {
    this.layouter = new Layouter(always.worker);
    this.cy = cytoscape({
      container: plane,
      elements: [],
      style: stylesheet(),
      minZoom: LEAST_ZOOM,
      maxZoom: 4,
      boxSelectionEnabled: false,
      selectionType: "single",
      autoungrabify: always.isStill,
      userZoomingEnabled: !always.isStill,
      userPanningEnabled: !always.isStill,
      hideEdgesOnViewport: false,
      textureOnViewport: false,
    });
    const restyle = () => this.cy.style(stylesheet());
    new MutationObserver(restyle).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
    this.cy.on("mouseover", "node", (event) => event.target.addClass("pointed"));
    this.cy.on("mouseout", "node", (event) => event.target.removeClass("pointed"));
  }

  /** Show this data: what is new finds a place, what is gone leaves, what stays does not move. Done when
   * everything has its place; resolves to the milliseconds that took, 0 where nothing was new. */
  update(data: GraphData): Promise<number> {
    this.release();
    this.pins = pinsOf(data);
    this.cy.nodes().forEach((node) => void this.places.set(node.id(), { ...node.position() }));
    const known = new Map([...this.places, ...this.pins]);
    const before = this.cy.nodes().length;
    if (data.nodes.some((node) => !this.places.has(node.id))) return this.layOut(data, known);
    this.replace(data, known);
    if (before !== data.nodes.length) placeLabels(this.cy, seenOf(this.cy, data.nodes.length));
    return Promise.resolve(0);
  }

  private layOut(data: GraphData, known: Map<string, Position>): Promise<number> {
    const count = data.nodes.length;
    const seen = { width: this.cy.width(), height: this.cy.height() };
    const task = taskOf(data, this.sizes(data), seen, this.places, this.pins);
    const start = performance.now();
    const isMoving = task.isWhole && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    return new Promise((resolve) => {
      let drawing = 0;
      const draw = (places: Float32Array, isDone: boolean) => {
        const at = new Map(data.nodes.map((node, i) => [node.id, { x: places[2 * i] ?? 0, y: places[2 * i + 1] ?? 0 }]));
        this.cy.nodes().positions((node) => at.get(node.id()) ?? node.position());
        if (task.isWhole) this.see(count);
        if (isDone) placeLabels(this.cy, seenOf(this.cy, count));
        this.release();
        if (isDone) resolve(performance.now() - start);
      };
      this.layouter.run(task, (places, isDone) => {
        // Of places that come faster than they can be drawn, only the last are.
        cancelAnimationFrame(drawing);
        if (isDone) draw(places, true);
        else if (isMoving) drawing = requestAnimationFrame(() => draw(places, false));
      });
      // The worker is at it while the elements are made here; what has no place yet is not drawn.
      if (task.isWhole) this.hold();
      this.replace(data, known);
    });
  }

  /** Changes are drawn when they are released: to draw thousands of elements takes longer than to place them. */
  private hold(): void {
    this.cy.startBatch();
    this.isHeld = true;
  }

  private release(): void {
    if (this.isHeld) this.cy.endBatch();
    this.isHeld = false;
  }

  /** Show all of the plane over which so many nodes are spread. */
  private see(count: number): void {
    const zoom = Math.max(1 / growthOf(count), LEAST_ZOOM);
    this.cy.viewport({ zoom, pan: { x: 0, y: 0 } });
  }

  /** The diameters of the nodes, in their order. */
  private sizes(data: GraphData): number[] {
    const degree = degreesOf(data);
    const isCrowded = this.isCrowded(data);
    return data.nodes.map((node) => sizeOf(node.label, degree.get(node.id) ?? 0, isCrowded));
  }

  private isCrowded(data: GraphData): boolean {
    return data.nodes.length > CROWDED && !this.always.showNames;
  }

  private replace(data: GraphData, known: Map<string, Position>): void {
    const wanted = new Set([...data.nodes.map((node) => node.id), ...data.edges.map((edge) => edge.id)]);
    const degree = degreesOf(data);
    const isCrowded = this.isCrowded(data);
    const byKind = (data.colour ?? "kind") === "kind";
    this.cy.batch(() => {
      this.cy.elements().filter((element) => !wanted.has(element.id())).remove();
      const added: cytoscape.ElementDefinition[] = [];
      for (const node of data.nodes) {
        const joins = degree.get(node.id) ?? 0;
        const isQuiet = isCrowded && (node.label === "Platform" || node.label === "Provision");
        const [number, colour] = data.groups?.[node.id] ?? [0, 0];
        const values = {
          id: node.id,
          kind: node.label,
          full: node.label === "Target" ? node.text : node.name,
          text: inLines(node.text),
          size: sizeOf(node.label, joins, isCrowded),
          isQuiet,
          weight: joins,
          group: byKind ? -1 : number,
          colour: byKind ? -1 : colour,
        };
        const drawn = this.node(node.id);
        const at = known.get(node.id);
        if (drawn) {
          drawn.data(values);
          if (at) drawn.position({ ...at });
        } else {
          const position = at ? { ...at } : scattered(added.length);
          added.push({ group: "nodes", data: values, position, classes: "silent" });
        }
      }
      for (const edge of data.edges) {
        if (this.cy.getElementById(edge.id).nonempty()) continue;
        added.push({ group: "edges", data: { id: edge.id, source: edge.s, target: edge.t, rel: edge.rel } });
      }
      this.cy.add(added);
      this.cy.nodes(".pinned").filter((node) => !this.pins.has(node.id())).removeClass("pinned");
      for (const id of this.pins.keys()) this.node(id)?.addClass("pinned");
    });
    this.choose(data.chosen ?? data.center ?? "");
    this.markPath(data.path);
  }

  /** Mark a node and its edges, or an edge. */
  choose(id: string): void {
    this.cy.batch(() => {
      this.cy.elements().removeClass("chosen near many");
      const chosen = id ? this.cy.getElementById(id) : this.cy.collection();
      chosen.addClass("chosen");
      if (chosen.isEdge()) chosen.addClass("near");
      const edges = chosen.nodes().connectedEdges().addClass("near");
      edges.toggleClass("many", edges.length > MANY);
    });
  }

  /** The node of that id, if it is drawn. */
  node(id: string): NodeSingular | null {
    const found = id ? this.cy.getElementById(id) : this.cy.collection();
    return found.nonempty() && found.isNode() ? (found as NodeSingular) : null;
  }

  /** The nearest neighbour in a direction, else the nearest node there. */
  toward(id: string, direction: { x: number; y: number }): NodeSingular | null {
    const from = this.node(id);
    if (!from) return this.cy.nodes().nonempty() ? (this.cy.nodes().first() as NodeSingular) : null;
    const near = from.neighborhood("node");
    const pools = [near, this.cy.nodes().difference(from)];
    for (const pool of pools) {
      let best: NodeSingular | null = null;
      let least = Infinity;
      pool.forEach((one) => {
        const node = one as NodeSingular;
        const [dx, dy] = [node.position("x") - from.position("x"), node.position("y") - from.position("y")];
        const along = dx * direction.x + dy * direction.y;
        const aside = Math.abs(dx * direction.y - dy * direction.x);
        if (along > 1 && along + 2 * aside < least) [best, least] = [node, along + 2 * aside];
      });
      if (best !== null) return best;
    }
    return null;
  }

  zoom(how: string): void {
    if (how === "fit") {
      this.fit(2);
      return;
    }
    const level = this.cy.zoom() * (how === "in" ? 1.25 : 0.8);
    this.cy.zoom({ level, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Show everything, no larger than so. */
  private fit(most: number): void {
    this.cy.fit(undefined, MARGIN);
    if (this.cy.zoom() <= most) return;
    this.cy.zoom(most);
    this.cy.center();
  }

  private markPath(path: string[]): void {
    this.cy.edges().removeClass("on-path");
    path.slice(1).forEach((id, index) => {
      const [a, b] = [this.node(path[index] ?? ""), this.node(id)];
      if (a && b) a.edgesWith(b).addClass("on-path");
    });
  }
}

function degreesOf(data: GraphData): Map<string, number> {
  const degree = new Map<string, number>();
  for (const end of data.edges.flatMap((edge) => [edge.s, edge.t])) degree.set(end, (degree.get(end) ?? 0) + 1);
  return degree;
}

/** Somewhere of its own until the layout has run: edges between nodes at one place cannot be drawn. */
function scattered(index: number): Position {
  return { x: 40 * (index % 23), y: 40 * Math.floor(index / 23) };
}

function pinsOf(data: GraphData): Map<string, Position> {
  const pins = new Map<string, Position>();
  for (const pin of data.pins ?? []) {
    const [id, x, y] = pin.split(":");
    if (id && Number.isFinite(Number(x)) && Number.isFinite(Number(y))) {
      pins.set(id, { x: Number(x), y: Number(y) });
    }
  }
  return pins;
}
