import { didYouMean, pressOnce } from "./forms.js";
import { readyShare } from "./share.js";

readyShare();
pressOnce();
didYouMean();
