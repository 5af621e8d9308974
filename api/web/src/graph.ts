// The canvas of the graph page, and the small one of a node's page. Where drawing fails, the table that
// says the same is shown instead.

import { Canvas } from "./graph/canvas";
import { dataOf } from "./graph/data";
import { GraphPage } from "./graph/page";

const data = dataOf(document);
const root = document.querySelector<HTMLElement>("[data-graph]");
const frame = document.querySelector<HTMLElement>("[data-canvas]");
const mini = document.querySelector<HTMLElement>("[data-mini]");

if (data && root && frame) {
  try {
    new GraphPage(root, frame, data);
  } catch (error) {
    console.error(error);
    const table = root.querySelector<HTMLAnchorElement>("[data-table]");
    if (table) location.replace(table.href);
  }
}

if (data && mini) {
  mini.hidden = false;
  const plane = mini.querySelector<HTMLElement>(".plane");
  if (plane) {
    const canvas = new Canvas(plane, { showNames: true, isStill: true });
    void canvas.update(data).then(() => (mini.dataset["ready"] = "1"));
    canvas.cy.on("tap", "node", (event) => {
      const url = data.nodes.find((node) => node.id === event.target.id())?.url;
      if (url) location.assign(url);
    });
  }
}
