// Labels: below, right, left, above, in order of degree; one that fits nowhere waits for the pointer.

import type { Core, NodeSingular } from "cytoscape";
import { FONT_SIZE, labelFont } from "./look";

interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

const SIDES = ["below", "right", "left", "above"] as const;
type Side = (typeof SIDES)[number];
const CLASSES = ["right", "left", "above", "silent"] as const;
/** Boxes are looked up by squares of this side. */
const SQUARE = 120;

class Taken {
  private readonly squares = new Map<string, Box[]>();

  add(box: Box): void {
    this.over(box, (key) => {
      const there = this.squares.get(key);
      if (there) there.push(box);
      else this.squares.set(key, [box]);
      return false;
    });
  }

  meets(box: Box): boolean {
    return this.over(box, (key) =>
      (this.squares.get(key) ?? []).some((o) => o.x1 < box.x2 && box.x1 < o.x2 && o.y1 < box.y2 && box.y1 < o.y2),
    );
  }

  private over(box: Box, found: (key: string) => boolean): boolean {
    for (let x = Math.floor(box.x1 / SQUARE); x <= box.x2 / SQUARE; x += 1) {
      for (let y = Math.floor(box.y1 / SQUARE); y <= box.y2 / SQUARE; y += 1) if (found(`${x},${y}`)) return true;
    }
    return false;
  }
}

function boxAt(node: NodeSingular, side: Side, width: number, height: number): Box {
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

/** Give every label its side; `within` is the part of the plane that is seen. */
export function placeLabels(cy: Core, within: Box): void {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return;
  pen.font = labelFont();
  const nodes = (cy.nodes().toArray() as NodeSingular[]).sort(
    (a, b) => Number(b.data("weight")) - Number(a.data("weight")) || (a.id() < b.id() ? -1 : 1),
  );
  const taken = new Taken();
  for (const node of nodes) {
    const [{ x, y }, half] = [node.position(), Number(node.data("size")) / 2];
    taken.add({ x1: x - half, x2: x + half, y1: y - half, y2: y + half });
  }
  const isInside = (box: Box) =>
    box.x1 >= within.x1 && box.x2 <= within.x2 && box.y1 >= within.y1 && box.y2 <= within.y2;
  cy.batch(() => {
    for (const node of nodes) {
      if (node.data("isQuiet")) {
        name(node, "silent");
        continue;
      }
      const lines = String(node.data("text")).split("\n");
      const width = Math.max(...lines.map((line) => pen.measureText(line).width));
      const height = lines.length * FONT_SIZE * 1.3;
      const side = SIDES.find((one) => {
        const box = boxAt(node, one, width, height);
        return isInside(box) && !taken.meets(box);
      });
      if (side !== undefined) taken.add(boxAt(node, side, width, height));
      name(node, side ?? "silent");
    }
  });
}

/** Say by a class where the label stands; below is the rule and has none. */
function name(node: NodeSingular, where: Side | "silent"): void {
  // A class that is taken away and given again costs a new style, for thousands of nodes too much.
  for (const one of CLASSES) if (node.hasClass(one) !== (one === where)) node.toggleClass(one, one === where);
}
