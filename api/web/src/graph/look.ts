// How nodes and edges look: colour, shape and icon of a kind, from the page's own tokens.

import type { NodeSingular, StylesheetJson } from "cytoscape";
import atom from "lucide-static/icons/atom.svg";
import building from "lucide-static/icons/building-2.svg";
import fileText from "lucide-static/icons/file-text.svg";
import flask from "lucide-static/icons/flask-conical.svg";
import landmark from "lucide-static/icons/landmark.svg";
import layers from "lucide-static/icons/layers.svg";
import mapPin from "lucide-static/icons/map-pin.svg";
import target from "lucide-static/icons/target.svg";

interface Look {
  token: string;
  shape: string;
  icon: string;
  size: number;
  points?: string;
}

/** A page with one corner cut off; the tag of types has its arrow at the right. */
const PAGE = "-0.82 -1  0.34 -1  0.82 -0.5  0.82 1  -0.82 1";
const TAG = "-1 -0.8  0.4 -0.8  1 0  0.4 0.8  -1 0.8";

const LOOKS: Record<string, Look> = {
  Platform: { token: "--k-platform", shape: "ellipse", icon: flask, size: 22 },
  HostUnit: { token: "--k-host", shape: "round-rectangle", icon: building, size: 24 },
  Field: { token: "--k-field", shape: "hexagon", icon: atom, size: 26 },
  GoverningDocument: { token: "--k-document", shape: "polygon", icon: fileText, size: 22, points: PAGE },
  Provision: { token: "--k-document", shape: "polygon", icon: "", size: 16, points: PAGE },
  Target: { token: "--k-target", shape: "diamond", icon: target, size: 22 },
  PlatformType: { token: "--k-type", shape: "polygon", icon: layers, size: 24, points: TAG },
  Category: { token: "--k-type", shape: "polygon", icon: layers, size: 28, points: TAG },
  Agency: { token: "--k-agency", shape: "pentagon", icon: landmark, size: 24 },
  Region: { token: "--k-region", shape: "rhomboid", icon: mapPin, size: 24 },
};

/** Relationships of plans and rosters are dotted: they say where a thing stands, not what it is. */
const DOTTED = ["SETS", "LISTED_IN", "EVALUATED_IN", "HAS_PROVISION", "CITES", "ISSUED_BY", "NAMES_FIELD"];
/** Colours of groups by number: 0 is all others; 1 to 7 the kinds' own, which are told apart in both themes;
 * then those of years, a scale. */
const GROUP_TOKENS = [
  ...["region", "platform", "host", "field", "document", "target", "agency", "type"].map((kind) => `--k-${kind}`),
  ...[5, 6, 7, 8].map((step) => `--heat-${step}`),
];
export const DUPLICATE = "OVERLAPS_WITH";
export const FONT_SIZE = 12;
/** Characters of a label's line, and of a whole label; the full name is in the panel and on pointing. */
const LINE = 14;
const LONGEST = 27;
/** With more nodes than this, platforms are dots without icon and name until pointed at or chosen. */
export const CROWDED = 48;

/** The diameter of a node: hubs are a little larger. */
export function sizeOf(label: string, degree: number, isCrowded: boolean): number {
  const base = LOOKS[label]?.size ?? 20;
  if (isCrowded && (label === "Platform" || label === "Provision")) return 11;
  return base + Math.min(12, Math.sqrt(Math.max(0, degree - 1)) * 2.4);
}

/** A label in lines of like length, so that no single character is left over. */
export function inLines(text: string): string {
  const characters = Array.from(text);
  const shown = characters.length > LONGEST ? [...characters.slice(0, LONGEST - 1), "…"] : characters;
  const lines = Math.ceil(shown.length / LINE);
  const each = Math.ceil(shown.length / lines);
  return Array.from({ length: lines }, (_, i) => shown.slice(i * each, (i + 1) * each).join("")).join("\n");
}

/** A kind's icon as the SVG of its file; empty where it has none. */
export function iconOf(label: string): string {
  return LOOKS[label]?.icon ?? "";
}

/** Corners by name where a shape is none of the simple ones, between -1 and 1. */
const CORNERS: Record<string, number[]> = {
  hexagon: [-1, 0, -0.5, -1, 0.5, -1, 1, 0, 0.5, 1, -0.5, 1],
  pentagon: [0, -1, 1, -0.24, 0.62, 1, -0.62, 1, -1, -0.24],
  diamond: [0, -1, 1, 0, 0, 1, -1, 0],
  rhomboid: [-1, -1, 0.333, -1, 1, 1, -0.333, 1],
};

/** The outline of a kind: a simple shape, or corners. */
export function outlineOf(label: string): "ellipse" | "round-rectangle" | number[] {
  const look = LOOKS[label];
  if (!look || look.shape === "ellipse") return "ellipse";
  if (look.shape === "round-rectangle") return "round-rectangle";
  return look.points ? look.points.trim().split(/\s+/).map(Number) : (CORNERS[look.shape] ?? []);
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Pictures by what they show: the style asks for one a node, again and again. */
const pictures = new Map<string, string>();

function iconUrl(svg: string, stroke: string): string {
  const key = stroke + svg;
  const made = pictures.get(key) ?? drawnIcon(svg, stroke);
  pictures.set(key, made);
  return made;
}

function drawnIcon(svg: string, stroke: string): string {
  const drawn = svg.replace('stroke="currentColor"', `stroke="${stroke}"`).replace(/<!--[\s\S]*?-->/g, "");
  return `data:image/svg+xml;utf8,${encodeURIComponent(drawn)}`;
}

export function labelFont(): string {
  return `${FONT_SIZE}px ${token("--sans")}`;
}

/** The style of the canvas in the theme that is on. */
export function stylesheet(): StylesheetJson {
  const ink = token("--ink");
  const canvas = token("--canvas");
  const accent = token("--accent");
  const surface = token("--surface");
  const iconInk = token("--k-icon");
  const kinds = Object.entries(LOOKS).flatMap(([label, look]) => kindStyles(label, look, iconInk, canvas));
  return [
    {
      selector: "node",
      style: {
        width: "data(size)",
        height: "data(size)",
        label: "data(text)",
        color: ink,
        "font-family": token("--sans"),
        "font-size": FONT_SIZE,
        "text-wrap": "wrap",
        "text-max-width": "2000px",
        "line-height": 1.25,
        "text-outline-color": canvas,
        "text-outline-width": 2,
        "text-valign": "bottom",
        "text-halign": "center",
        "text-margin-y": 3,
        "min-zoomed-font-size": 8,
        "text-events": "no",
        "overlay-opacity": 0,
      },
    },
    ...kinds,
    { selector: "node.right", style: { "text-valign": "center", "text-halign": "right", "text-margin-x": 4, "text-margin-y": 0 } },
    { selector: "node.left", style: { "text-valign": "center", "text-halign": "left", "text-margin-x": -4, "text-margin-y": 0 } },
    { selector: "node.above", style: { "text-valign": "top", "text-halign": "center", "text-margin-y": -3 } },
    { selector: "node.silent", style: { label: "" } },
    ...GROUP_TOKENS.flatMap((name, colour) => groupStyle(colour, token(name))),
    {
      selector: "edge",
      style: {
        width: 1,
        "line-color": token("--edge"),
        // From middle to middle: what a node covers need not be worked out, which for thousands takes long.
        "curve-style": "haystack",
        "haystack-radius": 0,
        "overlay-opacity": 0,
      },
    },
    { selector: DOTTED.map((rel) => `edge[rel = "${rel}"]`).join(", "), style: { "line-style": "dotted" } },
    {
      selector: `edge[rel = "${DUPLICATE}"]`,
      style: {
        width: 2.5,
        "line-color": token("--con"),
        "line-style": "dashed",
        "line-dash-pattern": [6, 4],
        "curve-style": "unbundled-bezier",
        "control-point-distances": [22],
        "control-point-weights": [0.5],
      },
    },
    { selector: "edge.near", style: { width: 2, "line-color": accent, "z-index": 5 } },
    { selector: "edge.many", style: { width: 1, "line-opacity": 0.55 } },
    { selector: `edge.near[rel = "${DUPLICATE}"]`, style: { "line-color": token("--con"), width: 3 } },
    { selector: "edge.on-path", style: { width: 3, "line-color": accent, "z-index": 6 } },
    { selector: "node.pinned", style: { "border-width": 2, "border-color": ink } },
    {
      selector: "node.pointed, node.chosen",
      style: {
        label: "data(full)",
        "z-index": 20,
        "text-background-color": surface,
        "text-background-opacity": 1,
        "text-background-padding": "3px",
        "text-background-shape": "round-rectangle",
        "text-outline-width": 0,
      },
    },
    {
      selector: "node.chosen",
      style: {
        width: 30,
        height: 30,
        "font-weight": "bold",
        "underlay-color": accent,
        "underlay-opacity": 0.25,
        "underlay-padding": 7,
        "underlay-shape": "ellipse",
        "text-border-color": accent,
        "text-border-width": 1,
        "text-border-opacity": 1,
        "text-margin-y": 9,
        "text-valign": "bottom",
        "text-halign": "center",
      },
    },
  ] as StylesheetJson;
}

/** Where colour means a group, the group's number stands in the node in the place of its icon. */
function groupStyle(colour: number, background: string): StylesheetJson {
  return [
    {
      selector: `node[colour = ${colour}]`,
      style: { "background-color": background, "border-color": background },
    },
  ] as StylesheetJson;
}

/** The picture of a number, made of digits only. */
function numberUrl(number: number, ink: string): string {
  const text = `<text x="12" y="19" font-family="sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="${ink}">${number}</text>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">${text}</svg>`)}`;
}

function kindStyles(label: string, look: Look, iconInk: string, canvas: string): StylesheetJson {
  const colour = token(look.token);
  const isOutlined = label === "Provision";
  const style: Record<string, unknown> = {
    shape: look.shape,
    "background-color": isOutlined ? canvas : colour,
    "border-width": isOutlined ? 1.5 : label === "Category" ? 4 : 0,
    "border-style": label === "Category" ? "double" : "solid",
    "border-color": label === "Category" ? canvas : colour,
    "font-weight": label === "Field" ? "bold" : "normal",
  };
  if (look.points) style["shape-polygon-points"] = look.points;
  const icon = {
    "background-image": (node: NodeSingular) => {
      const group = Number(node.data("group"));
      if (group > 0) return numberUrl(group, iconInk);
      return look.icon && group < 0 ? iconUrl(look.icon, iconInk) : "none";
    },
    "background-width": "58%",
    "background-height": "58%",
    "background-image-containment": "over",
  };
  return [
    { selector: `node[kind = "${label}"]`, style },
    { selector: `node[kind = "${label}"][size > 15], node.chosen[kind = "${label}"]`, style: icon },
  ] as StylesheetJson;
}
