// Colours for what is drawn on a canvas: the style sheet's, worked out for the present theme.

/** A colour of the style sheet by its name, as a canvas understands it. */
export function color(name) {
  // Only a real property is worked out; a custom one would come back as it was written.
  const probe = document.createElement('span');
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const worked = getComputedStyle(probe).color;
  probe.remove();
  return worked;
}
