// The canvas: draws the data of a page, keeps to the theme, says what was pointed at or moved.

import cytoscape, { type Core, type NodeSingular, type Position } from "cytoscape";
import fcose from "cytoscape-fcose";
import type { GraphData } from "./data";
import { CROWDED, inLines, sizeOf, stylesheet } from "./look";
import { addIn, layOut, placeLabels } from "./place";

cytoscape.use(fcose);

/** The edges of a hub are marked more lightly, or they would cover everything. */
const MANY = 24;

export class Canvas {
  readonly cy: Core;
  private pins = new Map<string, Position>();

  constructor(
    plane: HTMLElement,
    private readonly always: { showNames: boolean; isStill: boolean },
  ) {
    this.cy = cytoscape({
      container: plane,
      elements: [],
      style: stylesheet(),
      minZoom: 0.2,
      maxZoom: 4,
      boxSelectionEnabled: false,
      selectionType: "single",
      autoungrabify: always.isStill,
      userZoomingEnabled: !always.isStill,
      userPanningEnabled: !always.isStill,
    });
    const restyle = () => this.cy.style(stylesheet());
    new MutationObserver(restyle).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
    this.cy.on("mouseover", "node", (event) => event.target.addClass("pointed"));
    this.cy.on("mouseout", "node", (event) => event.target.removeClass("pointed"));
  }

  /** Show this data: what is new finds a place, what is gone leaves, what stays does not move. */
  update(data: GraphData): void {
    this.pins = pinsOf(data);
    const known = new Set(this.cy.nodes().map((node) => node.id()));
    const isNew = !data.nodes.some((node) => known.has(node.id));
    this.replace(data);
    const added = this.cy.nodes(":visible").filter((node) => !known.has(node.id()));
    const total = this.cy.nodes(":visible").length;
    if (isNew || added.length > total / 2) layOut(this.cy, this.pins);
    else if (added.nonempty()) addIn(this.cy, added, this.pins);
    else placeLabels(this.cy);
    this.choose(data.chosen ?? data.center ?? "");
    this.markPath(data.path);
    this.cy.nodes().forEach((node) => void node.toggleClass("pinned", this.pins.has(node.id())));
  }

  private replace(data: GraphData): void {
    const wanted = new Set([...data.nodes.map((node) => node.id), ...data.edges.map((edge) => edge.id)]);
    const degree = new Map<string, number>();
    for (const edge of data.edges) {
      degree.set(edge.s, (degree.get(edge.s) ?? 0) + 1);
      degree.set(edge.t, (degree.get(edge.t) ?? 0) + 1);
    }
    const isCrowded = data.nodes.length > CROWDED && !this.always.showNames;
    this.cy.batch(() => {
      this.cy.elements().filter((element) => !wanted.has(element.id())).remove();
      for (const node of data.nodes) {
        const joins = degree.get(node.id) ?? 0;
        const isQuiet = isCrowded && (node.label === "Platform" || node.label === "Provision");
        const size = sizeOf(node.label, joins, isCrowded);
        const values = {
          id: node.id,
          kind: node.label,
          full: node.label === "Target" ? node.text : node.name,
          text: inLines(node.text),
          size,
          isQuiet,
          weight: joins,
        };
        const drawn = this.cy.getElementById(node.id);
        if (drawn.nonempty()) drawn.data(values);
        else this.cy.add({ group: "nodes", data: values, position: scattered(this.cy.nodes().length) });
        const isShown = data.kinds === undefined || data.kinds.includes(node.label);
        this.cy.getElementById(node.id).toggleClass("gone", !isShown);
      }
      for (const edge of data.edges) {
        if (this.cy.getElementById(edge.id).empty()) {
          this.cy.add({ group: "edges", data: { id: edge.id, source: edge.s, target: edge.t, rel: edge.rel } });
        }
      }
    });
  }

  /** Mark a node and its edges. */
  choose(id: string): void {
    this.cy.elements().removeClass("chosen near many");
    const node = this.node(id);
    const edges = node?.addClass("chosen").connectedEdges().addClass("near");
    edges?.toggleClass("many", edges.length > MANY);
  }

  /** The node of that id, if it is drawn. */
  node(id: string): NodeSingular | null {
    const found = id ? this.cy.getElementById(id) : this.cy.collection();
    return found.nonempty() && found.isNode() ? (found as NodeSingular) : null;
  }

  /** The nearest neighbour in a direction, else the nearest node there. */
  toward(id: string, direction: { x: number; y: number }): NodeSingular | null {
    const from = this.node(id) ?? (this.cy.nodes(":visible").first() as NodeSingular);
    if (!this.node(id)) return from;
    const near = from.neighborhood("node:visible");
    const pools = [near, this.cy.nodes(":visible").difference(from)];
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
      this.cy.fit(this.cy.elements(":visible"), 36);
      return;
    }
    const level = this.cy.zoom() * (how === "in" ? 1.25 : 0.8);
    this.cy.zoom({ level, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  private markPath(path: string[]): void {
    this.cy.edges().removeClass("on-path");
    path.slice(1).forEach((id, index) => {
      const [a, b] = [this.node(path[index] ?? ""), this.node(id)];
      if (a && b) a.edgesWith(b).addClass("on-path");
    });
  }
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
