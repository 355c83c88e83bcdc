import { didYouMean, lettersLeft, pressOnce } from "./forms.js";

pressOnce();
didYouMean();
lettersLeft();
