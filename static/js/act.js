import { pressOnce } from "./forms.js";

pressOnce();
