/** Writing down what came of a visit: a new one of a unit, or one of the outbox that is mended. */
import { minuteOf } from "./clock";
import type { AttemptItem, Errors } from "./outbox";
import type { Phone } from "./phone";
import type { Choice, Unit } from "./state";
import { Full } from "./vault";
import type { Words } from "./words";

export type Said = Pick<AttemptItem, "id" | "unit" | "result" | "attempted" | "appointment">;

export class Visiting {
  said: Said | undefined;
  errors: Errors = {};
  message = ""; // why it was refused, or could not be kept
  working = false;
  justSaved = false;
  #made = 0;

  constructor(
    private readonly phone: Phone,
    private readonly words: Words,
    private readonly show: () => void,
    private readonly turnTo: (address: string) => Promise<void>,
  ) {}

  /** What may come of this visit: an institution is not “at home”. What was said already stays among them. */
  get results(): Choice[] {
    const all = this.phone.state?.interviews?.results ?? [];
    const fitting = this.#unit?.results;
    if (!fitting) return all;
    const codes = new Set([...fitting, this.said?.result]);
    return [...codes].flatMap((code) => all.filter(([one]) => one === code));
  }

  get #unit(): Unit | undefined {
    return this.phone.state?.interviews?.units.find((one) => one.id === this.said?.unit);
  }

  get asksAppointment(): boolean {
    return this.said?.result === this.phone.state?.interviews?.appointment;
  }

  /** By the id of a unit, or of a visit that waits in the outbox. */
  async open(id: string): Promise<void> {
    const { outbox, state, clock } = this.phone;
    const item = await outbox.item(id);
    const unit = state?.interviews?.units.find((one) => one.id === id);
    this.errors = {};
    this.message = "";
    this.said = undefined;
    if (item?.kind === "attempt") {
      const { unit, result, attempted, appointment } = item;
      this.said = { id, unit, result, attempted, appointment };
      this.errors = item.errors;
      this.message = item.message;
      this.#made = item.made;
    } else if (unit && state) {
      const attempted = minuteOf(clock.now(), state.zone);
      this.said = { id: crypto.randomUUID(), unit: unit.id, result: "", attempted, appointment: "" };
      this.#made = 0;
    }
  }

  readonly changed = (name: "result" | "attempted" | "appointment", value: string): void => {
    if (!this.said) return;
    this.said = { ...this.said, [name]: value };
    this.show();
  };

  readonly save = async (): Promise<void> => {
    const { said, phone } = this;
    if (!said || this.working) return;
    this.#check(said);
    if (Object.keys(this.errors).length > 0) {
      this.show();
      document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    this.working = true;
    try {
      const appointment = this.asksAppointment ? said.appointment : "";
      const title = this.#title(said);
      await phone.outbox.saveAttempt({ ...said, appointment, title, made: this.#made || phone.clock.now() });
    } catch (fault) {
      if (!(fault instanceof Full)) throw fault;
      this.message = this.words.say("full");
      this.show();
      return;
    } finally {
      this.working = false;
    }
    this.said = undefined;
    this.justSaved = true;
    await this.turnTo("#week");
    await phone.queued();
  };

  /** What the server would refuse for certain. */
  #check(said: Said): void {
    const { words, phone } = this;
    const now = minuteOf(phone.clock.now(), phone.state?.zone ?? "UTC");
    this.message = "";
    this.errors = {};
    if (!said.result) this.errors.result = [words.say("no_result")];
    if (!said.attempted) this.errors.attempted_at = [words.say("no_moment")];
    else if (said.attempted > now) this.errors.attempted_at = [words.say("future_attempt")];
    if (!this.asksAppointment) return;
    if (!said.appointment) this.errors.appointment_at = [words.say("no_moment")];
    else if (said.appointment <= said.attempted)
      this.errors.appointment_at = [words.say("early_appointment")];
  }

  #title(said: Said): string {
    const unit = this.phone.state?.interviews?.units.find((one) => one.id === said.unit);
    const result = this.results.find(([code]) => code === said.result)?.[1] ?? "";
    const where = unit
      ? `${unit.code}, ${unit.place}`
      : (this.phone.items.find((one) => one.id === said.id)?.title ?? "");
    return unit ? `${where}: ${result}` : where;
  }
}
