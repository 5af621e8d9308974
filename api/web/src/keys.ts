// Single-key shortcuts: by the key's place, because an input method changes its letter; never while
// somebody types; all switched off by one choice that this browser keeps.

const OFF = "pingtai.keys.off";

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}

export function areOff(): boolean {
  return localStorage.getItem(OFF) === "1";
}

export function switchOff(off: boolean): void {
  if (off) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
}

/** What a page says itself is pressed or focused by a key: the element with `data-key="KeyA"`. */
function declared(name: string): boolean {
  const element = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(name)}"]`);
  if (element === null) return false;
  if (element.matches("input, textarea, [tabindex]")) element.focus();
  else element.click();
  return true;
}

/** Lets the keys work that a page declares. */
export function onDeclaredKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (isTyping(event.target) || areOff() || event.defaultPrevented || event.shiftKey) return;
    if (declared(event.code)) event.preventDefault();
  });
}

/** Calls the action of a key, such as `{ Slash: focusSearch, "Shift+Slash": openHelp }`. */
export function onKeys(actions: Record<string, (event: KeyboardEvent) => void>): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event.target) || areOff()) return;
    const name = event.shiftKey ? `Shift+${event.code}` : event.code;
    const action = actions[name];
    if (action !== undefined && !event.defaultPrevented) {
      event.preventDefault();
      action(event);
    }
  });
}
