/**
 * Which repetitions lie in which: enketo-core counts those of a kind through the whole form, and took the second of all for
 * the second person's first, or the first alone for all of one person's.
 */

import type { Form } from "enketo-core";

interface Series {
  /** The mark before its first repetition, there without any, too. */
  marker: string;
  index: number;
  nodes: Element[];
}

/** What a group around repetitions holds. */
export function seriesOf(form: Form, group: Element, path: string): Series | undefined {
  if (!group.matches(".or-group, .or-group-data")) return undefined;
  const info = [...group.children].find(
    (child) => child.matches(".or-repeat-info") && (child as HTMLElement).dataset.name === path,
  );
  if (!info) return undefined;
  const index = form.repeats.getIndex(info);
  return {
    marker: form.model.getRepeatCommentSelector(path),
    index,
    nodes: form.model.getRepeatSeries(path, index),
  };
}

/** The same, where other repetitions are around the group. */
export function seriesIn(form: Form, group: Element, path: string): Series | undefined {
  return group.closest(".or-repeat") ? seriesOf(form, group, path) : undefined;
}

/** Places, last first, of repetitions that are not sent as their group does not apply; of another group nothing. */
export function placesLeftOut(form: Form, group: Element, path: string): number[] | undefined {
  const series = seriesOf(form, group, path);
  if (!series) return undefined;
  if (!group.matches(".disabled")) return [];
  const all = form.model.node(path).getElements();
  return series.nodes.map((node) => all.indexOf(node)).reverse();
}

/** Places among all of a kind of those that a control reckons within a repetition: its own, or where it is in none, each. */
export function placesOf(form: Form, control: Element, within: Iterable<Element>, all: Element[]): number[] {
  const own = control.closest(".or-repeat");
  const places = [...within].map((node) => all.indexOf(node)).filter((place) => place >= 0);
  if (!own) return places;
  const place = form.repeats.getIndex(own);
  return places.includes(place) ? [place] : [];
}
