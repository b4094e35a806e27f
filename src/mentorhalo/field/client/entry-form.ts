/** One entry being written on the phone: new, one of the outbox being mended, or files for one that stands already. */
import type { EntryItem } from "./outbox";
import type { Question, Settlement, State } from "./state";
import { type Asked, blank, type Draft, WrittenForm } from "./written-form";

export const NEW = "new";
export const RETURNED = "returned";

export class EntryForm extends WrittenForm {
  readonly kind = "entry";

  static begun(state: State, settlements: Settlement[], today: string, asked: Asked): EntryForm {
    const values = blank(state.form?.fields ?? []);
    values.kind = "";
    values.occurred_on = today;
    const form = new EntryForm(NEW, state, settlements, {
      id: crypto.randomUUID(),
      values,
      place: "",
      files: [],
    });
    const planned = state.week?.appointments.find((one) => one.id === asked.appointment);
    if (planned) {
      values.appointment = planned.id;
      const day = planned.at.slice(0, 10);
      values.occurred_on = day < today ? day : today;
      form.goWith(planned.engagement, planned.settlement);
    } else if (asked.engagement) form.goWith(asked.engagement);
    else form.goWith(state.form?.engagement ?? "", state.form?.settlement);
    return form;
  }

  static mending(state: State, settlements: Settlement[], item: EntryItem): EntryForm {
    return EntryForm.#of(`mend/${item.id}`, state, settlements, item, item);
  }

  /** What its leader sent back, as it stands at the server. */
  static returned(state: State, settlements: Settlement[], id: string): EntryForm | undefined {
    const line = state.week?.returned.find((one) => one.id === id);
    if (!line?.values) return undefined;
    return EntryForm.#of(`${RETURNED}/${id}`, state, settlements, { ...line, values: line.values });
  }

  static #of(
    name: string,
    state: State,
    settlements: Settlement[],
    said: Pick<EntryItem, "id" | "values" | "seen">,
    item?: EntryItem,
  ): EntryForm {
    const { id, values, seen } = said;
    const draft: Draft = { id, values: { ...values }, place: "", files: [], seen };
    const form = new EntryForm(name, state, settlements, draft, item);
    form.draft.place = form.nameOf(String(values.settlement ?? ""));
    return form;
  }

  /** The sealed note of what is mended stays sealed: nothing is asked of it. */
  get questions(): Question[] {
    const { values } = this.draft;
    return (this.state.form?.fields ?? []).filter(
      (one) => this.draft.seen === undefined || one.name in values,
    );
  }

  /** Why its leader sent it back. */
  get reason(): string {
    return this.state.week?.returned.find((one) => one.id === this.draft.id)?.reason ?? "";
  }

  get isNew(): boolean {
    return this.name === NEW;
  }

  /** With whom: the place goes along. */
  goWith(engagement: string, settlement?: string): void {
    const known = engagement === "" || this.#offers("engagement", engagement);
    this.draft.values.engagement = known ? engagement : "";
    const seat = this.state.places?.communities.find((one) => one.id === engagement)?.settlement;
    const place = settlement || seat;
    if (place) this.set("settlement", place);
  }

  override answer(name: string, value: Draft["values"][string]): void {
    if (name === "engagement") this.goWith(String(value));
    else this.set(name, value);
  }

  /** What was done, with whom or where. */
  title(): string {
    const kind = this.label("kind") ?? this.text("kind");
    const whom = this.text("engagement") ? this.label("engagement") : this.nameOf(this.text("settlement"));
    return [kind, whom].filter(Boolean).join(", ");
  }

  #offers(name: string, value: string): boolean {
    return this.choices(name).some(([code]) => code === value);
  }
}
