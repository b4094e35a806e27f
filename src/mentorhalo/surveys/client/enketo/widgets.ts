/**
 * The widgets of a questionnaire. Ours where enketo's cannot be reached by keyboard, call outside or need inline styles;
 * what is not here is a plain field of the browser (text, date, time, a list to choose from).
 */
import Radiopicker from "enketo-core/src/widget/radio/radiopicker";
import { PartOfDate } from "./widgets/date";
import { Drawing } from "./widgets/draw";
import { FileField } from "./widgets/file";
import { ImageMap } from "./widgets/image-map";
import { NumberField } from "./widgets/number";
import { Place } from "./widgets/place";
import { Range, Rating } from "./widgets/range";
import { Ranking } from "./widgets/rank";
import { Search } from "./widgets/search";
import { Several } from "./widgets/several";
import { Address, Thousands } from "./widgets/text";

const widgets = {
  Radiopicker,
  NumberField,
  PartOfDate,
  FileField,
  Drawing,
  Place,
  Range,
  Rating,
  Ranking,
  Search,
  Several,
  ImageMap,
  Thousands,
  Address,
};

// enketo keeps them by name, which the build takes away.
for (const [name, widget] of Object.entries(widgets)) Object.defineProperty(widget, "name", { value: name });

export default Object.values(widgets);
