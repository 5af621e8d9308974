// What every page gains with JavaScript: theme without reloading, keys, copying the address.
// Nothing here is needed: links and forms do the same.

import "htmx.org";
import { areOff, onDeclaredKeys, onKeys, switchOff } from "./keys";
import { quickFilters, quickNotes } from "./review";
import { filters } from "./filters";
import { toast } from "./toast";

const YEAR_SECONDS = 365 * 24 * 3600;

function themeSwitch(): void {
  const link = document.querySelector<HTMLAnchorElement>("[data-theme-switch]");
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const theme = (root.dataset["theme"] ?? system) === "dark" ? "light" : "dark";
    root.dataset["theme"] = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    const use = link.querySelector("use");
    const sprite = use?.getAttribute("href")?.split("#")[0];
    use?.setAttribute("href", `${sprite}#${theme === "dark" ? "sun" : "moon"}`);
  });
}

/** A switch comes back to where one is: scripts may have changed the address since the page was made. */
function switches(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-here]")) {
    link.addEventListener("click", () => {
      const url = new URL(link.href);
      url.searchParams.set("next", location.pathname + location.search);
      link.href = url.href;
    });
  }
}

/** A form of one choice is sent when it is made; its button is for where no scripts run. */
function autosubmit(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosubmit]")) {
    form.classList.add("is-scripted");
    form.addEventListener("change", () => {
      for (const field of form.querySelectorAll<HTMLSelectElement>("select")) {
        field.disabled = field.value === "";
      }
      form.requestSubmit();
    });
  }
}

async function copyAddress(): Promise<void> {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(location.href);
    return;
  }
  // Pages served over plain http on another machine have no clipboard of the newer kind.
  const field = document.createElement("textarea");
  field.value = location.href;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** Parts of a page may be answered again: what is clicked is looked for when it is. */
function copyLinks(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy-link]");
    if (button) void copyAddress().then(() => toast(button.dataset["done"] ?? ""));
  });
}

function keyHelp(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#keys");
  const off = dialog?.querySelector<HTMLInputElement>("[data-keys-off]");
  if (!dialog || !off) return;
  off.checked = areOff();
  off.addEventListener("change", () => switchOff(off.checked));
  document.querySelector("[data-keys-open]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}

function follow(selector: string): void {
  document.querySelector<HTMLAnchorElement>(selector)?.click();
}

/** In a sticky outline the entry of the chosen place is in view from the start. */
function showChosen(): void {
  document.querySelector<HTMLElement>(".doc-side #chosen")?.focus({ preventScroll: true });
}

themeSwitch();
switches();
autosubmit();
filters();
copyLinks();
keyHelp();
showChosen();
quickFilters();
quickNotes();
onDeclaredKeys();
onKeys({
  Slash: () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  "Shift+Slash": () => follow("[data-keys-open]"),
  KeyJ: () => follow("a[rel=next]"),
  KeyK: () => follow("a[rel=prev]"),
  KeyF: () => follow("[data-flags-only]"),
});
// Whoever takes a key keeps it from the rest of the page, so only a document's page takes this one.
if (document.querySelector(".doc-side")) onKeys({ Escape: () => follow(".doc-side [data-close]") });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target instanceof HTMLInputElement) event.target.blur();
});
