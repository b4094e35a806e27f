import "./css/main.css";
import "@digdir/designsystemet-web/details";
import "./form";
import "./suggest";
import { forgetArrived } from "./draft";
import { loadWhenSeen } from "./lazy";
import "./focus";

loadWhenSeen({
  "mh-map": () => import("./map"),
  "mh-chart": () => import("./chart"),
  "mh-guard": () => import("./guard"),
});

forgetArrived();
