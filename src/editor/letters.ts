/** The size of letters that a person has chosen in the browser, in CSS pixels: one rem of the style sheets. */
export function letterSize(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
