// The drawing as SVG, made of the places on the canvas. Elements are made one by one, never from markup,
// so that a name stays text whatever it holds.

import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import { FONT_SIZE, iconOf, outlineOf } from "./look";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 40;
const LINE = FONT_SIZE * 1.25;
/** What XML has no way to write. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

type Values = Record<string, string | number>;

export function svgOf(cy: Core, address: string): SVGSVGElement {
  const box = cy.elements().boundingBox({ includeLabels: true });
  const [x, y, width, height] = [box.x1 - MARGIN, box.y1 - MARGIN, box.w + 2 * MARGIN, box.h + 2 * MARGIN].map(round);
  const root = made("svg", { viewBox: `${x} ${y} ${width} ${height}`, width: width ?? 0, height: height ?? 0 });
  root.append(words("desc", address));
  root.append(made("rect", { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0, fill: token("--canvas") }));
  cy.edges().forEach((edge) => void root.append(lineOf(edge)));
  cy.nodes().forEach((node) => void root.append(shapeOf(node)));
  cy.nodes().forEach((node) => {
    const label = labelOf(node);
    if (label) root.append(label);
  });
  return root as unknown as SVGSVGElement;
}

function lineOf(edge: EdgeSingular): Element {
  const [a, b] = [edge.source().position(), edge.target().position()];
  const values: Values = {
    fill: "none",
    stroke: String(edge.style("line-color")),
    "stroke-width": parseFloat(String(edge.style("width"))),
    "stroke-opacity": Number(edge.style("line-opacity")),
  };
  const style = String(edge.style("line-style"));
  if (style !== "solid") values["stroke-dasharray"] = style === "dotted" ? "1 3" : "6 4";
  let path = `M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`;
  if (String(edge.style("curve-style")) === "unbundled-bezier") {
    const { x, y } = edge.midpoint();
    // A quadratic curve passes its middle halfway between its control point and the middle of its ends.
    const control = { x: 2 * x - (a.x + b.x) / 2, y: 2 * y - (a.y + b.y) / 2 };
    path = `M${round(a.x)} ${round(a.y)}Q${round(control.x)} ${round(control.y)} ${round(b.x)} ${round(b.y)}`;
  }
  return made("path", { d: path, "data-rel": String(edge.data("rel")), ...values });
}

function shapeOf(node: NodeSingular): Element {
  const { x, y } = node.position();
  const kind = String(node.data("kind"));
  const half = node.width() / 2;
  const group = made("g", { transform: `translate(${round(x)} ${round(y)})`, "data-kind": kind });
  group.append(words("title", String(node.data("full"))));
  const fill = String(node.style("background-color"));
  const border = parseFloat(String(node.style("border-width")));
  const values: Values = { fill, stroke: String(node.style("border-color")), "stroke-width": border };
  const outline = outlineOf(kind);
  if (outline === "ellipse") group.append(made("circle", { r: half, ...values }));
  else if (outline === "round-rectangle") {
    group.append(made("rect", { x: -half, y: -half, width: 2 * half, height: 2 * half, rx: half / 3, ...values }));
  } else {
    const points = outline.map((at) => round(at * half)).join(" ");
    group.append(made("polygon", { points, ...values }));
  }
  if (Number(node.data("size")) > 15) {
    const number = Number(node.data("group"));
    if (number > 0) group.append(numberOf(number, half));
    else if (number < 0) group.append(iconIn(kind, half));
  }
  return group;
}

function numberOf(number: number, half: number): Element {
  const text = words("text", String(number));
  set(text, { "text-anchor": "middle", y: half * 0.36, "font-size": half, "font-weight": 600, fill: token("--k-icon") });
  set(text, { "font-family": token("--sans") });
  return text;
}

/** The icon's own strokes, made anew from its file. */
function iconIn(kind: string, half: number): Element {
  const scale = (half * 1.16) / 24;
  const group = made("g", {
    transform: `scale(${round(scale)}) translate(-12 -12)`,
    fill: "none",
    stroke: token("--k-icon"),
    "stroke-width": 2,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  });
  const drawn = new DOMParser().parseFromString(iconOf(kind), "image/svg+xml").documentElement;
  for (const part of [...drawn.children]) group.append(document.importNode(part, true));
  return group;
}

function labelOf(node: NodeSingular): Element | null {
  const text = String(node.style("label"));
  if (!text) return null;
  const { x, y } = node.position();
  const half = node.width() / 2;
  const lines = text.split("\n");
  const isChosen = node.hasClass("chosen");
  const side = isChosen ? "" : (["right", "left", "above"].find((one) => node.hasClass(one)) ?? "");
  const gap = isChosen ? 9 : 3;
  const anchor = side === "right" ? "start" : side === "left" ? "end" : "middle";
  const at = side === "right" ? x + half + 4 : side === "left" ? x - half - 4 : x;
  const middle = y - ((lines.length - 1) * LINE) / 2 + FONT_SIZE * 0.36;
  const first = side === "" ? y + half + gap + FONT_SIZE : side === "above" ? y - half - 3 - (lines.length - 1) * LINE - 3 : middle;
  const label = made("text", {
    "font-family": token("--sans"),
    "font-size": FONT_SIZE,
    "font-weight": String(node.style("font-weight")) === "bold" ? 700 : 400,
    "text-anchor": anchor,
    fill: token("--ink"),
    stroke: token("--canvas"),
    "stroke-width": 3,
    "paint-order": "stroke",
  });
  lines.forEach((line, index) => {
    const span = words("tspan", line);
    set(span, { x: round(at), y: round(first + index * LINE) });
    label.append(span);
  });
  return label;
}

function made(name: string, values: Values): Element {
  const element = document.createElementNS(SVG, name);
  set(element, values);
  return element;
}

function words(name: string, text: string): Element {
  const element = document.createElementNS(SVG, name);
  element.textContent = text.replace(NO_XML, "\ufffd");
  return element;
}

function set(element: Element, values: Values): void {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
