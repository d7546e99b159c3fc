// How an alert stands, in a word, and whose it is.
import {html, nothing} from 'lit';
import {named, number, t} from '../core/language.js';
import {date} from '../core/time.js';

export const STANDINGS = ['open', 'claimed', 'asked', 'answered', 'proposed', 'explained', 'confirmed', 'merged'];

export function standing(name) {
  return html`<span class="standing standing-${name}">${t(`standing.${name}`)}</span>`;
}

/** For lists: with the name of whoever has it. */
export function standingOf({standing: name, holder, turn}) {
  const who = name === 'asked' || name === 'proposed' ? turn : holder;
  return html`${standing(name)}${who ? html` <span class="faint">${who}</span>` : nothing}`;
}

export function exceptionWhom({role, actor, group}) {
  return actor ? t('except.actor', named('role', role), actor) : t('except.group', named('role', group));
}

/** An exception in a sentence. */
export function exceptionTold(one) {
  return t(
    'except.told',
    exceptionWhom(one),
    one.rules.map(rule => named('rule', rule)).join(t('list.comma')),
    one.operation || t('except.any'),
    number(one.atMost),
    date(Date.parse(one.until) - 1),
  );
}
