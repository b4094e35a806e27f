/** What the server says this person's phone holds (`field/queries.py`, `field/describing.py`). */
import type { Values } from "./outbox";

export type Choice = [string, string];
export type Choices = (Choice | { label: string; choices: Choice[] })[];

export interface Question {
  name: string;
  type: "choice" | "several" | "flag" | "number" | "day" | "time" | "text" | "email" | "long" | "settlement";
  label: string;
  help: string;
  required: boolean;
  choices?: Choices;
  initial?: string | boolean;
  maxLength?: number;
  min?: number;
  max?: number;
  errors: Record<string, string>;
}

export interface EntryQuestions {
  fields: Question[];
  at_once: number; // so many kinds stand on the form at once
  engagement: string; // probably with whom
  settlement: string; // probably where
  reason: string;
}

export interface PracticeQuestions {
  fields: Question[];
  rights: Choice[]; // of a photo
  people: Choice[];
}

export interface Contact {
  day: string;
  kind: string;
  channel: string;
  words: string;
  next: string;
}

export interface Place {
  id: string;
  name: string;
  place?: string;
  settlement?: string;
  state?: string;
  promised?: number;
  goals?: string;
  href?: string;
  contacts: Contact[];
}

export type PlaceKind = "communities" | "settlements" | "organisations" | "consortia";
export type Places = Record<PlaceKind, Place[]>;

export interface Appointment {
  id: string;
  title: string;
  at: string;
  minutes: number;
  place: string;
  settlement: string;
  engagement: string;
  with: string;
  done: boolean;
}

export interface Silent {
  engagement: string;
  name: string;
  place: string;
  settlement: string;
  days: number;
  promised: number;
  urgent: boolean;
}

export interface EntryLine {
  id: string;
  day: string;
  kind: string;
  whom: string;
  href: string;
  edit: string;
  reason?: string;
  values?: Values; // of an entry that came back, if all of it can be mended here
  seen?: number; // the revision that they are of
}

export interface Week {
  appointments: Appointment[];
  silent: Silent[];
  returned: EntryLine[];
  unproven: EntryLine[];
  drafts: EntryLine[];
  waiting: { words: string; deed: string; href: string }[];
}

/** A questionnaire this interviewer fills; its form is fetched from `address`, anew when `hash` is another. */
export interface FormLine {
  id: string;
  title: string;
  study: string;
  hash: string;
  unit_key: string; // paths of the answers that name unit and settlement
  settlement_key: string;
  address: string;
  open?: boolean; // may be begun of nobody in particular; a phone that was last here before this was told offers it
}

/** Whom to visit. */
export interface Unit {
  id: string;
  code: string;
  settlement: string;
  place: string;
  study: string;
  due: string;
  address: string;
  name: string;
  contact: string;
  forms: string[];
  results?: string[]; // what may come of a visit; a phone that was last here before this was told has none
  visits: { at: string; words: string; appointment?: string }[]; // the latest first
  full?: [part: string, came: number, target: number][]; // of what the unit is a part of; unknown to an older server
}

/** A questionnaire that came back. Without a form its version is not taken any more: the website says what is to be done. */
export interface Returned {
  id: string;
  title: string;
  unit: string; // its code, or ""
  place: string;
  at: string;
  why: string;
  sent: string; // the fingerprint of what was sent
  files?: string; // that of its files: one may arrive later
  form: FormLine | null;
  address: string; // of the answers
  href: string;
}

export interface Interviews {
  code: string;
  results: Choice[]; // of a visit, whatever the unit is
  appointment: string; // the result that has a day and an hour of its own
  forms: FormLine[];
  units: Unit[];
  returned?: Returned[]; // a phone that was last here before this was told has none
}

export interface State {
  account: string;
  name: string;
  language: string;
  zone: string;
  megabytes: number;
  accept: string;
  file_kinds: Choice[];
  week?: Week;
  places?: Places;
  form?: EntryQuestions;
  practice?: PracticeQuestions;
  interviews?: Interviews;
}

/** Code, name, county. */
export type Settlement = [string, string, string];
