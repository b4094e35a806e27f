/** A good practice being written down on the phone: new, or one of the outbox being mended. */
import type { About, FileInfo, PracticeItem } from "./outbox";
import type { Question, Settlement, State } from "./state";
import { type Asked, blank, type Draft, WrittenForm } from "./written-form";

export const PRACTICE = "practice";

/** What the server can read as a picture. */
const PICTURES = ["image/jpeg", "image/png", "image/webp"];

export class PracticeForm extends WrittenForm {
  readonly kind = "practice";

  static begun(state: State, settlements: Settlement[], asked: Asked): PracticeForm {
    const values = blank(state.practice?.fields ?? []);
    values.field = "";
    const form = new PracticeForm(PRACTICE, state, settlements, {
      id: crypto.randomUUID(),
      values,
      place: "",
      files: [],
    });
    if (asked.organisation) form.answer("organisation", asked.organisation);
    if (asked.settlement) form.set("settlement", asked.settlement);
    return form;
  }

  static mending(state: State, settlements: Settlement[], item: PracticeItem): PracticeForm {
    const draft: Draft = { id: item.id, values: { ...item.values }, place: "", files: [] };
    const form = new PracticeForm(`${PRACTICE}/${item.id}`, state, settlements, draft, item);
    form.draft.place = form.nameOf(String(item.values.settlement ?? ""));
    return form;
  }

  get questions(): Question[] {
    return this.state.practice?.fields ?? [];
  }

  get isNew(): boolean {
    return this.name === PRACTICE;
  }

  /** An institution of one's own brings its name and place; another name is another institution. */
  override answer(name: string, value: Draft["values"][string]): void {
    if (name === "institution_name") this.set("organisation", "");
    this.set(name, value);
    const chosen = this.state.places?.organisations.find((one) => one.id === value);
    if (name !== "organisation" || !chosen) return;
    this.set("institution_name", chosen.name);
    if (chosen.settlement) this.set("settlement", chosen.settlement);
  }

  title(): string {
    return [this.text("title").trim(), this.nameOf(this.text("settlement"))].filter(Boolean).join(", ");
  }

  /** Taken by whoever holds the phone; that those on it agreed is said, never supposed. */
  protected override fileTaken(info: FileInfo): { about?: About; refused?: string } {
    if (!PICTURES.includes(info.type)) return { refused: "not_a_picture" };
    return { about: { alt: "", credit: "", rights: "own", people: "not_asked" } };
  }
}
