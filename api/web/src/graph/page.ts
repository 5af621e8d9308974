// The graph page. Its state is its address: every action is a link that the server answers with the
// same page, and the parts of that page take the place of those that are here. So reloading, going back
// and sending the address to somebody all give the same view.

import { onKeys } from "../keys";
import { toast } from "../toast";
import { Canvas } from "./canvas";
import { dataOf, type GraphData } from "./data";

const ORDER = ["seed", "expand", "hide", "kinds", "rels", "pin", "path", "sel", "as", "lang"];
const PARTS = ["legend", "tools", "form", "status", "side", "files"];
const ARROWS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type Keep = "push" | "replace" | "none";

export class GraphPage {
  private readonly canvas: Canvas;
  private data: GraphData;
  private pathFrom = "";
  private turn = 0;
  /** The state last asked for, which may not have arrived yet: what comes next builds on it. */
  private asked = location.search;
  private owed: Keep = "none";

  constructor(
    private readonly root: HTMLElement,
    frame: HTMLElement,
    data: GraphData,
  ) {
    frame.hidden = false;
    const plane = frame.querySelector<HTMLElement>(".plane");
    if (!plane) throw new Error("The page has no plane to draw on.");
    this.data = data;
    this.canvas = new Canvas(plane, { showNames: false, isStill: false });
    this.canvas.update(data);
    this.listen(frame, plane);
    this.keys();
    history.replaceState({ depth: history.state?.depth ?? 0 }, "");
    root.dataset["ready"] = "1";
  }

  // Going from one state to the next

  /** Show the state of an address. */
  private async go(address: string, keep: Keep, focus = false): Promise<void> {
    const turn = ++this.turn;
    const url = new URL(address, location.href);
    this.asked = url.search;
    if (keep !== "none" && this.owed === "push") keep = "push"; // a step that was overtaken is still a step
    this.owed = keep;
    const asked = new URL(url);
    asked.searchParams.set("part", "1");
    let page: Document;
    try {
      const response = await fetch(asked, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      page = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      if (turn === this.turn) this.stay();
      return;
    }
    if (turn !== this.turn) return; // a later action overtook this one
    this.owed = "none";
    const data = dataOf(page);
    if (!data) {
      location.assign(url);
      return;
    }
    this.keep(url, keep, page.title);
    this.swap(page);
    this.data = data;
    this.canvas.update(data);
    if (focus) document.getElementById("chosen")?.focus({ preventScroll: true });
  }

  private stay(): void {
    this.asked = location.search;
    this.owed = "none";
    toast(this.data.words["failed"] ?? "");
  }

  private keep(url: URL, keep: Keep, title: string): void {
    document.title = title;
    const depth: number = history.state?.depth ?? 0;
    if (keep === "push") history.pushState({ depth: depth + 1 }, "", url);
    if (keep === "replace") history.replaceState({ depth }, "", url);
  }

  private swap(page: Document): void {
    this.root.querySelector("[data-part=hits]")?.remove();
    for (const name of PARTS) {
      const [old, fresh] = [document, page].map((one) => one.querySelector(`[data-part=${name}]`));
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    const isChosen = page.querySelector(".graph")?.classList.contains("unselected") === false;
    const wasChosen = !this.root.classList.contains("unselected");
    this.root.classList.toggle("unselected", !isChosen);
    if (isChosen !== wasChosen) this.canvas.cy.resize();
  }

  /** The address of this state with some parameters changed, in their fixed order. */
  private address(changes: Record<string, string[]>): string {
    const now = new URLSearchParams(this.asked);
    const next = new URLSearchParams();
    for (const key of ORDER) {
      for (const value of changes[key] ?? now.getAll(key)) if (value) next.append(key, value);
    }
    return `${location.pathname}?${next}`;
  }

  // Actions

  private choose(id: string, focus: boolean): void {
    if (this.pathFrom && this.pathFrom !== id) {
      const path = [this.pathFrom, id].join(",");
      this.endPath();
      void this.go(this.address({ path: [path], sel: [id] }), "push", focus);
      return;
    }
    this.canvas.choose(id);
    void this.go(this.address({ sel: [id] }), "replace", focus);
  }

  private expand(id: string): void {
    const now = new URLSearchParams(this.asked);
    // Where the address names none, the seeds are expanded.
    const pairs = now.has("expand") ? now.getAll("expand") : now.getAll("seed");
    const expand = pairs.includes(id) ? pairs : [...pairs, id];
    void this.go(this.address({ expand, sel: [id] }), "push");
  }

  private togglePin(id: string, isMoved: boolean): void {
    const node = this.canvas.node(id);
    if (!node) return;
    const pins = new URLSearchParams(this.asked).getAll("pin");
    const others = pins.filter((pin) => !pin.startsWith(`${id}:`));
    const isPinned = others.length < pins.length;
    const place = node.position();
    const pin = `${id}:${Math.round(place.x)}:${Math.round(place.y)}`;
    const next = isPinned && !isMoved ? others : [...others, pin];
    if (!isMoved) toast(this.data.words[isPinned ? "unpinned" : "pinned"] ?? "");
    void this.go(this.address({ pin: next }), "replace");
  }

  private undo(): void {
    if ((history.state?.depth ?? 0) > 0) history.back();
    else toast(this.data.words["nothingToUndo"] ?? "");
  }

  private startPath(): void {
    const chosen = this.data.chosen ?? "";
    if (!chosen) return;
    this.pathFrom = this.pathFrom ? "" : chosen;
    this.root.querySelector("[data-path]")?.setAttribute("aria-pressed", String(this.pathFrom !== ""));
    if (this.pathFrom) toast(this.data.words["choosePath"] ?? "");
  }

  private endPath(): void {
    this.pathFrom = "";
    this.root.querySelector("[data-path]")?.setAttribute("aria-pressed", "false");
  }

  /** Hits below the search field; each is a link that adds its node. */
  private async find(form: HTMLFormElement): Promise<void> {
    const words = new FormData(form).get("find");
    this.root.querySelector("[data-part=hits]")?.remove();
    if (typeof words !== "string" || !words.trim()) return;
    const asked = new URL(this.address({}), location.href);
    asked.searchParams.set("find", words);
    asked.searchParams.set("part", "1");
    const response = await fetch(asked);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const hits = page.querySelector("[data-part=hits]");
    if (!hits) return;
    form.after(document.adoptNode(hits));
    this.root.querySelector<HTMLElement>("[data-part=hits] a")?.focus();
  }

  // Listening

  private listen(frame: HTMLElement, plane: HTMLElement): void {
    const cy = this.canvas.cy;
    cy.on("tap", "node", (event) => this.choose(event.target.id(), true));
    cy.on("dbltap", "node", (event) => this.expand(event.target.id()));
    cy.on("dragfree", "node", (event) => this.togglePin(event.target.id(), true));
    this.root.addEventListener("click", (event) => this.onClick(event));
    this.root.addEventListener("keydown", (event) => {
      // A toggle is a button to the ear, so the space bar must press it too.
      const target = event.target as HTMLElement;
      if (event.code === "Space" && target.matches("a[role=button]")) {
        event.preventDefault();
        target.click();
      }
    });
    this.root.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches("[data-find]")) return;
      event.preventDefault();
      void this.find(form);
    });
    plane.addEventListener("keydown", (event) => this.onPlaneKey(event));
    for (const button of frame.querySelectorAll<HTMLElement>("[data-zoom]")) {
      button.addEventListener("click", () => this.canvas.zoom(button.dataset["zoom"] ?? ""));
    }
    window.addEventListener("popstate", () => void this.go(location.href, "none"));
    let timer = 0;
    new ResizeObserver(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => cy.resize(), 120);
    }).observe(plane);
  }

  private onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const does = (name: string) => link.hasAttribute(`data-${name}`);
    if (does("undo")) this.undo();
    else if (does("pin")) this.togglePin(this.data.chosen ?? "", false);
    else if (does("path")) this.startPath();
    else if (does("state")) void this.goBy(link);
    else return;
    event.preventDefault();
  }

  private async goBy(link: HTMLAnchorElement): Promise<void> {
    const key = ["data-kind", "data-rel"].find((name) => link.hasAttribute(name));
    const value = key ? link.getAttribute(key) : null;
    await this.go(link.href, "push", link.closest("[data-part=hits]") !== null);
    // The legend was replaced; the toggle that was pressed keeps the focus.
    if (key) this.root.querySelector<HTMLElement>(`[${key}="${value}"]`)?.focus();
    else if (link.hasAttribute("data-close")) this.root.querySelector<HTMLElement>(".plane")?.focus();
  }

  private onPlaneKey(event: KeyboardEvent): void {
    const direction = ARROWS[event.code];
    if (direction) {
      event.preventDefault();
      const next = this.canvas.toward(this.data.chosen ?? "", direction);
      if (next) this.choose(next.id(), false);
    }
    if (event.code === "Enter") document.getElementById("chosen")?.focus();
  }

  private keys(): void {
    const follow = (selector: string) => () => this.root.querySelector<HTMLElement>(selector)?.click();
    onKeys({
      KeyE: follow("[data-expand]"),
      KeyH: follow("[data-hide]"),
      KeyP: follow("[data-pin]"),
      KeyT: follow("[data-table]"),
      KeyZ: () => this.undo(),
      Escape: () => (this.pathFrom ? this.endPath() : follow(".graph-side [data-close]")()),
    });
  }
}
