// What the server embeds for the canvas; see `api/view_graph.py` and `api/view_graph_page.py`.

export interface GraphNode {
  id: string;
  label: string;
  name: string;
  text: string;
  url: string;
}

export interface GraphEdge {
  id: string;
  rel: string;
  s: string;
  t: string;
  n: number;
  score?: number;
}

export interface GraphData {
  nodes: GraphNode[];
  edges: GraphEdge[];
  rest: Record<string, number>;
  path: string[];
  pathless: boolean;
  /** The one address of this view. */
  address?: string;
  /** Nodes that keep their places: `id:x:y`. */
  pins?: string[];
  chosen?: string;
  center?: string;
  colour?: string;
  /** Number and colour of a node's group, where colour does not mean the kind. */
  groups?: Record<string, [number, number]>;
  words: Record<string, string>;
}

/** The data of a page, or null where it has none. */
export function dataOf(page: Document): GraphData | null {
  const text = page.getElementById("graph-data")?.textContent;
  return text ? (JSON.parse(text) as GraphData) : null;
}
