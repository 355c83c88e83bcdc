// Keeps the first number of a petition's growth page fresh; everything else is as of its opening.
import { keepCounting } from "./live.js";

const numbers = document.querySelector("[data-live]");
if (numbers) keepCounting(numbers);
