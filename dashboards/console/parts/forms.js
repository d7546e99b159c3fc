// The forms of reading, from the least to the most serious; their colours are those of the style sheet.
import {html} from 'lit';
import {named} from '../core/language.js';

export const FORMS = ['listed', 'opened', 'api', 'job', 'revealed', 'printed', 'exported', 'other'];

export function formTag(form) {
  return form ? html`<span class="form form-${form}">${named('form', form)}</span>` : html`<span class="faint">–</span>`;
}

export function legend(forms) {
  return html`<ul class="legend">
    ${FORMS.filter(form => forms.has(form)).map(form => html`<li class="form form-${form}">${named('form', form)}</li>`)}
  </ul>`;
}

/** The forms that occur in a list of days. */
export function formsOf(days) {
  return new Set(days.flatMap(day => Object.keys(day.forms)));
}

export function sum(forms) {
  return Object.values(forms).reduce((a, b) => a + b, 0);
}
