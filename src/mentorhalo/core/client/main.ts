import "./css/main.css";
import "@digdir/designsystemet-web/details";
import "./folds";
import "./form";
import "./rows";
import "./suggest";
import { forgetArrived } from "./draft";
import { loadWhenSeen } from "./lazy";
import { askBeforeSigningOut } from "./sign-out";
import "./focus";

loadWhenSeen({
  "mh-map": () => import("./map"),
  "mh-chart": () => import("./chart"),
  "mh-guard": () => import("./guard"),
  "mh-live-board": () => import("./live-board"),
  "mh-spot": () => import("./spot"),
  "mh-video": () => import("./video"),
});

forgetArrived();
askBeforeSigningOut();
