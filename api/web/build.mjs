// Builds the scripts and the icon sprite into api/static/. `--sourcemap` adds maps for debugging.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");

// Icons that pages use; a name that is missing in the package fails the build.
const ICONS = [
  "atom", "building-2", "check", "chevron-down", "chevron-right", "clock", "download", "expand",
  "eye-off", "file-text", "flag", "flask-conical", "grid-3x3", "inbox", "info", "landmark",
  "layers", "link", "list-checks", "map-pin", "maximize", "menu", "minus", "moon", "pin", "plus",
  "quote", "rotate-ccw", "route", "search", "sun", "table", "target", "triangle-alert", "undo-2",
  "upload", "user", "waypoints", "x",
];

async function sprite() {
  const symbols = await Promise.all(
    ICONS.map(async (name) => {
      const file = join(here, "node_modules", "lucide-static", "icons", `${name}.svg`);
      const svg = await readFile(file, "utf8");
      const body = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)[1].replace(/\s+/g, " ").trim();
      return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

const FILES = [
  "app.js", "app.js.map", "graph.js", "graph.js.map", "layout.js", "layout.js.map",
  "upload.js", "upload.js.map", "icons.svg",
];
await mkdir(out, { recursive: true });
await Promise.all(FILES.map((file) => rm(join(out, file), { force: true })));
await build({
  entryPoints: ["app.ts", "graph.ts", "layout.ts", "upload.ts"].map((file) => join(here, "src", file)),
  outdir: out,
  bundle: true,
  format: "iife",
  target: "es2021",
  minify: true,
  sourcemap: process.argv.includes("--sourcemap"),
  loader: { ".svg": "text" },
  legalComments: "eof",
  logLevel: "warning",
});
await writeFile(join(out, "icons.svg"), await sprite());
