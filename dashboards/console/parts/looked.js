// What was just looked up, so that the answer can name it as it was typed. It is in memory only, while that answer is on the screen:
// in no address and no storage, and gone after a reload.
let kept = null;

/**
 * @param kind of what the number stands for
 */
export function remember(subject, kind, number, reason) {
  kept = {subject, kind, number, reason};
}

/** What was typed for these pseudonyms, or null. */
export function looked(subject) {
  return kept?.subject === subject ? kept : null;
}

export function forget() {
  kept = null;
}
