// The graph page. Its state is its address: every action is a step that the server answers with the page
// after it, and the parts of that page take the place of those that are here. So reloading, going back
// and sending the address to somebody all give the same view.

import { onKeys } from "../keys";
import { toast } from "../toast";
import { Canvas } from "./canvas";
import { dataOf, type GraphData } from "./data";
import { save } from "./save";

const PARTS = ["legend", "tools", "form", "path", "status", "side", "files"];
const ARROWS: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type Keep = "push" | "replace" | "none";

export class GraphPage {
  private readonly canvas: Canvas;
  private readonly plane: HTMLElement;
  private data: GraphData;
  /** Where a path begins whose end is being chosen, and the node that the arrow keys have come to. */
  private pathFrom = "";
  private aim = "";
  private turn = 0;
  /** The state last asked for, which may not have arrived yet: what comes next builds on it. */
  private asked: string;
  private owed: Keep = "none";

  constructor(
    private readonly root: HTMLElement,
    frame: HTMLElement,
    data: GraphData,
  ) {
    frame.hidden = false;
    root.classList.add("drawn");
    const plane = frame.querySelector<HTMLElement>(".plane");
    if (!plane) throw new Error("The page has no plane to draw on.");
    this.plane = plane;
    this.data = data;
    this.asked = data.address ?? location.href;
    this.canvas = new Canvas(plane, { showNames: false, isStill: false, worker: root.dataset["worker"] });
    this.listen(frame);
    this.keys();
    history.replaceState({ depth: history.state?.depth ?? 0 }, "", this.asked);
    void this.draw();
  }

  private async draw(): Promise<void> {
    const { words } = this.data;
    const turn = this.turn;
    const told = () => this.root.querySelector<HTMLElement>("[data-progress]");
    delete this.root.dataset["ready"];
    const timer = window.setTimeout(() => this.tell(told(), ` · ${words["placing"]}`), 300);
    const took = await this.canvas.update(this.data);
    window.clearTimeout(timer);
    if (turn !== this.turn) return;
    this.clearOfSheet();
    this.tell(told(), took ? ` · ${words["placed"]} ${(took / 1000).toFixed(1)} ${words["seconds"]}` : "");
    this.root.dataset["ready"] = "1";
  }

  /** On a small screen the panel is a sheet over the canvas: what is chosen must not lie under it. */
  private clearOfSheet(): void {
    const sheet = this.root.querySelector<HTMLElement>(".graph-side:not([hidden])");
    const node = this.canvas.node(this.data.chosen ?? "");
    if (!sheet || !node || getComputedStyle(sheet).position !== "fixed") return;
    const top = this.plane.getBoundingClientRect().top;
    const under = top + node.renderedPosition().y + 60 - sheet.getBoundingClientRect().top;
    if (under > 0) this.canvas.cy.panBy({ x: 0, y: -under });
  }

  private tell(where: HTMLElement | null, words: string): void {
    if (where) where.textContent = words;
  }

  // Going from one state to the next

  /** Take steps from the state last asked for. */
  private step(steps: string[], keep: Keep, focus = false): Promise<void> {
    const url = new URL(this.asked, location.href);
    for (const one of steps) url.searchParams.append("do", one);
    return this.go(url.href, keep, focus);
  }

  /** Show the state of an address. */
  private async go(address: string, keep: Keep, focus = false): Promise<void> {
    const turn = ++this.turn;
    const url = new URL(address, location.href);
    this.asked = url.href;
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
    this.asked = data.address ?? url.href;
    this.keep(this.asked, keep, page.title);
    this.swap(page);
    this.data = data;
    const drawn = this.draw();
    if (focus) document.getElementById("chosen")?.focus({ preventScroll: true });
    await drawn;
  }

  private stay(): void {
    this.asked = location.href;
    this.owed = "none";
    toast(this.data.words["failed"] ?? "");
  }

  private keep(address: string, keep: Keep, title: string): void {
    document.title = title;
    const depth: number = history.state?.depth ?? 0;
    if (keep === "push") history.pushState({ depth: depth + 1 }, "", address);
    if (keep === "replace") history.replaceState({ depth }, "", address);
  }

  private swap(page: Document): void {
    this.root.querySelector("[data-part=hits]")?.remove();
    const focused = document.activeElement?.getAttribute("data-do") ?? document.activeElement?.getAttribute("name");
    for (const name of PARTS) {
      const [old, fresh] = [document, page].map((one) => one.querySelector(`[data-part=${name}]`));
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    // What was pressed is a new element now, and keeps the focus.
    if (focused && document.activeElement === document.body) {
      const same = [...this.root.querySelectorAll<HTMLElement>("[data-do], [name]")];
      same.find((one) => [one.dataset["do"], one.getAttribute("name")].includes(focused))?.focus();
    }
    const isChosen = page.querySelector(".graph")?.classList.contains("unselected") === false;
    const wasChosen = !this.root.classList.contains("unselected");
    this.root.classList.toggle("unselected", !isChosen);
    if (isChosen !== wasChosen) this.canvas.cy.resize();
  }

  // Actions

  private choose(id: string, focus: boolean): void {
    if (this.pathFrom && this.pathFrom !== id && this.canvas.node(id)) {
      this.findPath(this.pathFrom, id);
      return;
    }
    this.canvas.choose(id);
    void this.step([`sel:${id}`], "replace", focus);
  }

  private findPath(from: string, to: string): void {
    this.endPath();
    void this.step([`path:${from},${to}`, `sel:${to}`], "push");
  }

  private togglePin(id: string, isMoved: boolean): void {
    const node = this.canvas.node(id);
    if (!node) return;
    const isPinned = (this.data.pins ?? []).some((pin) => pin.startsWith(`${id}:`));
    const place = node.position();
    const pin = `pin:${id}:${Math.round(place.x)}:${Math.round(place.y)}`;
    if (!isMoved) toast(this.data.words[isPinned ? "unpinned" : "pinned"] ?? "");
    void this.step([isPinned && !isMoved ? `unpin:${id}` : pin], "push");
  }

  private undo(): void {
    if ((history.state?.depth ?? 0) > 0) history.back();
    else toast(this.data.words["nothingToUndo"] ?? "");
  }

  /** Ask for the other end of a path: by pointing, by arrow keys and Enter, or from the list. */
  private startPath(): void {
    if (this.root.querySelector("[data-path]")?.getAttribute("aria-pressed") === "true") {
      this.endPath();
      return;
    }
    const chosen = this.canvas.node(this.data.chosen ?? "")?.id() ?? "";
    this.pathFrom = this.aim = chosen;
    this.showPath(true);
    if (chosen) toast(this.data.words["choosePath"] ?? "");
    else this.root.querySelector<HTMLElement>("[data-path-form] select")?.focus();
  }

  private endPath(): void {
    this.pathFrom = this.aim = "";
    this.showPath(this.data.path.length > 0);
    this.root.querySelector("[data-path]")?.setAttribute("aria-pressed", "false");
  }

  private showPath(isShown: boolean): void {
    this.root.querySelector("[data-path]")?.setAttribute("aria-pressed", String(isShown));
    const part = this.root.querySelector<HTMLElement>("[data-part=path]");
    if (part) part.hidden = !isShown;
  }

  /** Hits below the search field; each is a link that adds its node. */
  private async find(form: HTMLFormElement): Promise<void> {
    const words = new FormData(form).get("find");
    this.root.querySelector("[data-part=hits]")?.remove();
    if (typeof words !== "string" || !words.trim()) return;
    const asked = new URL(this.asked, location.href);
    asked.searchParams.set("find", words);
    asked.searchParams.set("part", "1");
    const response = await fetch(asked);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const hits = page.querySelector("[data-part=hits]");
    if (!hits) return;
    form.after(document.adoptNode(hits));
    this.root.querySelector<HTMLElement>("[data-part=hits] a")?.focus();
  }

  private filter(form: HTMLFormElement): void {
    const value = (name: string) => String(new FormData(form).get(name) ?? "");
    const steps = [`years:${value("year_from")}..${value("year_to")}`];
    if (form.elements.namedItem("score_from")) steps.push(`min_score:${value("score_from")}`);
    void this.step(steps, "push");
  }

  // Listening

  private listen(frame: HTMLElement): void {
    const cy = this.canvas.cy;
    cy.on("tap", "node, edge", (event) => this.choose(event.target.id(), true));
    cy.on("dbltap", "node", (event) => void this.step([`expand:${event.target.id()}`], "push"));
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
    this.root.addEventListener("submit", (event) => this.onSubmit(event));
    this.root.addEventListener("input", (event) => {
      const field = event.target as HTMLInputElement;
      const output = field.closest("label")?.querySelector("output");
      if (field.type === "range" && output) output.value = Number(field.value).toFixed(2);
    });
    this.root.addEventListener("change", (event) => {
      const form = (event.target as HTMLElement).closest<HTMLFormElement>("[data-filter]");
      if (form) this.filter(form);
    });
    this.plane.addEventListener("keydown", (event) => this.onPlaneKey(event));
    for (const button of frame.querySelectorAll<HTMLElement>("[data-zoom]")) {
      button.addEventListener("click", () => this.canvas.zoom(button.dataset["zoom"] ?? ""));
    }
    window.addEventListener("popstate", () => void this.go(location.href, "none"));
    let timer = 0;
    new ResizeObserver(() => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => cy.resize(), 120);
    }).observe(this.plane);
  }

  private onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("a, button[name=do]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const does = (name: string) => link.hasAttribute(`data-${name}`);
    const { do: step = link.getAttribute("value"), save: kind } = link.dataset;
    if (does("undo")) this.undo();
    else if (does("pin")) this.togglePin(this.data.chosen ?? "", false);
    else if (does("path")) this.startPath();
    else if (kind) void save(kind, this.canvas.cy, this.data);
    else if (step) void this.goBy(link, step);
    else return;
    event.preventDefault();
  }

  private async goBy(link: HTMLElement, step: string): Promise<void> {
    const isClosing = link.hasAttribute("data-close");
    await this.step([step], "push", link.closest("[data-part=hits]") !== null);
    if (isClosing) this.plane.focus();
  }

  private onSubmit(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (form.matches("[data-find]")) void this.find(form);
    else if (form.matches("[data-filter]")) this.filter(form);
    else if (form.matches("[data-path-form]")) {
      const [from, to] = ["from", "to"].map((name) => String(new FormData(form).get(name) ?? ""));
      if (from && to) this.findPath(from, to);
    } else return;
    event.preventDefault();
  }

  private onPlaneKey(event: KeyboardEvent): void {
    const direction = ARROWS[event.code];
    if (direction) {
      event.preventDefault();
      const next = this.canvas.toward(this.aim || (this.data.chosen ?? ""), direction);
      if (!next) return;
      if (this.pathFrom) {
        this.aim = next.id();
        this.canvas.choose(this.aim);
      } else this.choose(next.id(), false);
    }
    if (event.code !== "Enter") return;
    if (this.pathFrom && this.aim) this.choose(this.aim, false);
    else document.getElementById("chosen")?.focus();
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
