// What reviewing gains with JavaScript: a filter is applied as soon as it is chosen, and notes that are
// often written are taken over by a press.

export function quickFilters(): void {
  for (const choice of document.querySelectorAll<HTMLSelectElement>("select[data-submit]")) {
    choice.addEventListener("change", () => choice.form?.requestSubmit());
    for (const button of choice.form?.querySelectorAll<HTMLElement>("[data-submit-button]") ?? []) {
      button.hidden = true;
    }
  }
}

export function quickNotes(): void {
  for (const group of document.querySelectorAll<HTMLElement>("[data-quick]")) {
    const note = group.closest("form")?.querySelector<HTMLInputElement>("input[name=note]");
    if (!note) continue;
    group.hidden = false;
    for (const button of group.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        note.value = [note.value.trim(), button.dataset["note"] ?? ""].filter(Boolean).join("；");
        note.focus();
      });
    }
  }
}
