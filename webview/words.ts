import type { FormWords } from '../src/views/formWords';

/** The texts of the form, which come with the page. */
export const WORDS = JSON.parse(document.getElementById('words')?.textContent ?? '{}') as FormWords;
