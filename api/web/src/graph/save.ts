// Saving what is drawn: as SVG, where text stays text, or as PNG.

import type { Core } from "cytoscape";
import type { GraphData } from "./data";
import { svgOf } from "./svg";

/** Make the file and hand it to the browser. */
export async function save(kind: string, cy: Core, data: GraphData): Promise<void> {
  const name = `pingtai-${data.words["file"] ?? "graph"}.${kind}`;
  const blob = kind === "svg" ? svgFile(cy, data) : await pngFile(cy);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function svgFile(cy: Core, data: GraphData): Blob {
  const text = new XMLSerializer().serializeToString(svgOf(cy, new URL(data.address ?? "", location.href).href));
  return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: "image/svg+xml" });
}

function pngFile(cy: Core): Promise<Blob> {
  const bg = getComputedStyle(document.documentElement).getPropertyValue("--canvas").trim();
  return cy.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg }) as unknown as Promise<Blob>;
}
