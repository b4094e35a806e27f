/** The app in the field: one page, kept on the phone. See the README of this room. */
import "../../core/client/css/main.css";
import "./field.css";
import { FieldElement } from "./element";

if (!customElements.get("mh-field")) customElements.define("mh-field", FieldElement);
