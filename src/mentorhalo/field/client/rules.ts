/** What cannot be so, told on the phone already, in the server's own sentences (`mentoring/actions/entries.py`). */
import type { Errors, Values } from "./outbox";
import type { Choice, Choices, Question } from "./state";
import type { Words } from "./words";

/** The number fields that an action bounds beside the form. */
const MOST: Record<string, number> = { participants: 1_000_000, minutes: 24 * 60, travel_km: 2000 };

export function faults(questions: Question[], values: Values, words: Words, today: string): Errors {
  const found: Errors = {};
  const fault = (name: string, text: string | undefined) => {
    if (text) found[name] = [...(found[name] ?? []), text];
  };
  for (const question of questions) fault(question.name, ofField(question, values[question.name], words));
  const text = (name: string) => String(values[name] ?? "");
  if (text("occurred_on") > today) fault("occurred_on", words.say("future_day"));
  if (text("channel") === "in_person" && !text("settlement")) fault("settlement", words.say("needs_place"));
  if (text("new_participants") !== "") {
    if (text("participants") === "") fault("participants", words.say("participants_first"));
    else if (Number(text("new_participants")) > Number(text("participants")))
      fault("new_participants", words.say("new_more"));
  }
  return found;
}

export function flat(choices: Choices): Choice[] {
  return choices.flatMap((one) => (Array.isArray(one) ? [one] : one.choices));
}

function ofField(question: Question, value: Values[string] | undefined, words: Words): string | undefined {
  const { errors, type, choices } = question;
  const isEmpty = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return question.required && type !== "flag" ? errors.required : undefined;
  const length = [...String(value)].length;
  if (type === "long" && question.maxLength && length > question.maxLength)
    return words.say("too_long", { limit: question.maxLength, length });
  if (type === "number") return ofNumber(question, String(value), words);
  if (type === "day" && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) return errors.invalid;
  if (type === "choice" && choices && question.name !== "organisation") {
    const offered = flat(choices).some(([code]) => code === value);
    if (!offered) return errors.invalid_choice?.replace("%(value)s", String(value));
  }
  return undefined;
}

function ofNumber(question: Question, value: string, words: Words): string | undefined {
  const { name, min, max, errors } = question;
  const number = Number(value);
  if (!Number.isInteger(number)) return errors.invalid;
  if (min !== undefined && number < min) return errors.min;
  if (max !== undefined && number > max) return errors.max;
  const most = MOST[name];
  return most !== undefined && number > most ? words.say("number_range", { most }) : undefined;
}
