/** Keeps answers on the server while somebody fills: soon after each change, one sending at a time, again when it failed. */

export type State = "kept" | "keeping" | "waiting" | "elsewhere" | "out" | "refused";

export interface Addresses {
  keep: string;
  file: string;
  token: string;
}

/** What is kept: read when it is sent, so that nothing is sent that is older. */
export interface Source {
  draft(): string;
  xml(): string;
  title(): string;
  files(): File[];
}

const SOON = 1500;
const AGAIN = [2000, 5000, 15_000, 30_000];

export class Saver {
  state: State = "kept";
  /** What the server said, where it refused. */
  reason = "";
  #addresses: Addresses;
  #source: Source;
  #mark: string;
  #tell: (saver: Saver) => void;
  #sent = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;
  #isDirty = false;
  #tries = 0;

  constructor(
    addresses: Addresses,
    mark: string,
    source: Source,
    tell: (saver: Saver) => void,
    known: string[] = [],
  ) {
    this.#addresses = addresses;
    this.#mark = mark;
    this.#source = source;
    this.#tell = tell;
    for (const name of known) this.#sent.add(name);
  }

  get isKept(): boolean {
    return !this.#isDirty && !this.#running;
  }

  changed(): void {
    this.#isDirty = true;
    if (this.state === "elsewhere") return;
    this.#later(SOON);
  }

  /** At once; whether all is kept now. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    return this.#isDirty ? this.#run(false) : this.state === "kept";
  }

  /** As it will be sent, nothing missing: the server takes note that it was looked through from here. */
  async ready(): Promise<boolean> {
    return (await this.flush()) && this.#run(true);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #later(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  #run(isReady: boolean): Promise<boolean> {
    this.#running = this.#keep(isReady).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #keep(isReady: boolean): Promise<boolean> {
    this.#set("keeping");
    try {
      for (const file of this.#source.files()) {
        if (!this.#sent.has(file.name) && !(await this.#sendFile(file))) return false;
      }
      const body = JSON.stringify({
        xml: isReady ? this.#source.xml() : this.#source.draft(),
        title: this.#source.title(),
        seen: this.#mark,
        is_ready: isReady,
      });
      // Not before: a form may note the moment as it is read, which is no change of the answers.
      this.#isDirty = false;
      const answer = await this.#post(this.#addresses.keep, body, { "Content-Type": "application/json" });
      if (!answer.ok || answer.redirected) return this.#refused(answer);
      this.#mark = (await answer.json()).mark;
      this.#tries = 0;
      this.#set("kept");
      return true;
    } catch {
      // No connection: what was to be kept still is.
      this.#isDirty = true;
      this.#set("waiting");
      this.#later(AGAIN[Math.min(this.#tries++, AGAIN.length - 1)] ?? SOON);
      return false;
    }
  }

  async #sendFile(file: File): Promise<boolean> {
    const form = new FormData();
    form.append("file", file, file.name);
    const answer = await this.#post(this.#addresses.file, form);
    if (!answer.ok || answer.redirected) return this.#refused(answer);
    this.#sent.add(file.name);
    return true;
  }

  #post(address: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(address, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": this.#addresses.token, ...headers },
    });
  }

  async #refused(answer: Response): Promise<boolean> {
    if (answer.redirected) {
      // To sign in again, as the session ended: on another page, then here again.
      this.#isDirty = true;
      this.#set("out");
      return false;
    }
    if (answer.status >= 500) throw new Error(String(answer.status));
    this.#isDirty = true;
    this.reason = await answer
      .json()
      .then((said) => String(said.reason ?? ""))
      .catch(() => "");
    this.#set(answer.status === 409 ? "elsewhere" : "refused");
    return false;
  }

  #set(state: State): void {
    this.state = state;
    if (state !== "elsewhere" && state !== "refused") this.reason = "";
    this.#tell(this);
  }
}
