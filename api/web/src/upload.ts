// What the upload pages gain with JavaScript: dropping files, their sizes before they are sent, and a job
// that is followed without reloading the page. The form and the reload link do the same without.

const KB = 1024;
const POLL_MILLISECONDS = 1000;

interface JobState {
  state: string;
  is_cancelling: boolean;
  compared: number;
  files: { phase: string; percent: number }[];
}

function size(bytes: number): string {
  if (bytes < KB * KB) return `${Math.max(1, Math.round(bytes / KB))} KB`;
  return `${(bytes / KB / KB).toFixed(1)} MB`;
}

function chooser(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const list = form.querySelector<HTMLElement>("[data-chosen]");
  const drop = form.querySelector<HTMLElement>(".drop");
  const send = form.querySelector<HTMLButtonElement>("[data-send]");
  const status = form.querySelector<HTMLElement>("[data-status]");
  if (!input || !list || !drop || !send || !status) return;
  form.classList.add("is-scripted");
  const most = (name: string): number => Number(form.dataset[name]);

  const show = (): void => {
    const files = [...(input.files ?? [])];
    const isLarge = (file: File): boolean => file.size > most("mostEach");
    list.replaceChildren(
      ...files.map((file) => {
        const item = document.createElement("li");
        const name = document.createElement("bdi");
        name.textContent = file.name;
        const words = document.createElement("span");
        words.className = isLarge(file) ? "bad" : "note";
        const problem = isLarge(file) ? ` · ${form.dataset["tooLarge"]}` : "";
        words.textContent = `${size(file.size)}${problem}`;
        item.append(name, words);
        return item;
      }),
    );
    list.hidden = files.length === 0;
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const tooMany = files.length > most("mostFiles");
    const tooLarge = files.some(isLarge) || total > most("most");
    send.disabled = tooMany || tooLarge;
    const problem = tooMany ? form.dataset["tooMany"] : tooLarge ? form.dataset["tooLarge"] : "";
    status.textContent = problem ?? "";
  };

  input.addEventListener("change", show);
  for (const kind of ["dragover", "dragenter"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    input.files = files;
    show();
  });
  form.addEventListener("submit", () => {
    status.textContent = form.dataset["sending"] ?? "";
    // Not at once: a disabled button would not be part of what is sent.
    setTimeout(() => (send.disabled = true));
  });
  // Back from the job's page the browser may have kept the choice.
  addEventListener("pageshow", show);
}

function fingerprint(job: JobState): string {
  return JSON.stringify([
    job.state,
    job.is_cancelling,
    job.compared,
    job.files.map((file) => [file.phase, file.percent]),
  ]);
}

/** Where the job has moved on, the page is asked for again and its report put in place of the old one. */
async function follow(): Promise<void> {
  let before = "";
  for (;;) {
    const shown = document.querySelector<HTMLElement>("#job");
    const address = shown?.dataset["follow"];
    if (!shown || !address) return;
    await new Promise((done) => setTimeout(done, POLL_MILLISECONDS));
    if (document.hidden) continue;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 404) {
        location.reload();
        return;
      }
      if (!answer.ok) continue;
      const now = fingerprint((await answer.json()) as JobState);
      if (now === before) continue;
      const page = await fetch(location.href);
      if (!page.ok) continue;
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const report = fresh.querySelector("#job");
      if (!report) continue;
      // A person at one of its buttons keeps the place.
      const focused = shown.contains(document.activeElement);
      shown.replaceWith(document.importNode(report, true));
      if (focused) document.querySelector<HTMLElement>("#job a, #job button")?.focus();
      document.title = fresh.title;
      before = now;
    } catch {
      // The server is away for a moment; the next turn asks again.
    }
  }
}

const form = document.querySelector<HTMLFormElement>("form[data-upload]");
if (form) chooser(form);
void follow();
