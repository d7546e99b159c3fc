// Small pieces that stand in several views.
import {html, nothing} from 'lit';
import {named, number, t} from '../core/language.js';
import {WORDS} from '../core/words.js';
import {to} from '../core/router.js';
import {moment} from '../core/time.js';
import './term.js';

/** Channels that do not lead to whoever asked. */
const ELSEWHERE = ['log', 'cache', 'rpc', 'message'];

/** Kinds of personal data; those that left in plain stand out from those that left masked. */
export function fieldTags(names, kind) {
  return names.map(
    name => html`<span class="field ${kind}" title=${t(`field.${kind}`, named('field', name))}>${named('field', name)}</span>`,
  );
}

/** What left through one channel: to the reader, or elsewhere. */
export function channelTags({channel, plain, masked}) {
  return html`<span class="channel">${named('channel', channel)}</span>
    ${fieldTags(plain, ELSEWHERE.includes(channel) ? 'elsewhere' : 'plain')}${fieldTags(masked, 'masked')}`;
}

/**
 * What the looks of the kinds mean: stands wherever they do.
 *
 * @param untold whether there are any of which a file does not say how they were shown
 * @param elsewhere whether there are any that left, and not to the reader
 */
export function fieldKey(untold = false, elsewhere = false) {
  return html`<p class="field-key hint" aria-label=${t('key.title')}>${['plain', 'masked', ...(elsewhere ? ['elsewhere'] : []), 'touched', ...(untold ? ['untold'] : [])].map(
    kind => html`<span><span class="field ${kind}">${t(`key.${kind}`)}</span>${t(`key.${kind}.what`)}</span>`,
  )}</p>`;
}

export function roleTag(role) {
  return role && role !== 'unknown' ? html`<span class="role role-${role}">${named('role', role)}</span>` : nothing;
}

/** The sign and first digits of a pseudonym: enough to tell two apart on one page. */
export function short(pseudonym) {
  return pseudonym.slice(0, 9);
}

export function subjectLink(subject, range = {}) {
  return html`<a class="pseudonym" href=${to('/order', {subject: subject.id, ...range})} title=${subject.id}
    >${subjectBody(subject)}</a>`;
}

/** For those who may not follow it. */
export function subjectName(subject) {
  return html`<span class="pseudonym">${subjectBody(subject)}</span>`;
}

function subjectBody(subject) {
  return html`<span class="faint">${named('kind', subject.kind)}</span> ${short(subject.id)}…`;
}

export function actorName(actor, role) {
  if (actor) {
    return actor;
  }
  return role === 'unknown' ? t('person.unknown') : t('person.unnamed');
}

export function personLink(actor, role, params = {}) {
  if (role === 'code') {
    // Nobody's reads: what stands in code has no trail of its own.
    return html`<span class="actor">${actor}</span>`;
  }
  return html`<a class="actor" href=${to('/person', actor ? {actor, role, ...params} : {role: 'unknown', ...params})}
    >${actorName(actor, role)}</a>`;
}

/** A rule, and what it looks for; configurations add rules of their own. */
export function ruleName(rule) {
  const help = `help.${rule}`;
  return help in WORDS ? term(named('rule', rule), t(help)) : named('rule', rule);
}

/** The rules that made an alert speak, each once. */
export function ruleNames(alert) {
  return [...new Set(alert.signals.map(signal => signal.rule))].map(rule => html`<span class="rule">${ruleName(rule)}</span>`);
}

/** A word that needs a sentence. */
export function term(word, help) {
  return html`<w-term .word=${word} .help=${help}></w-term>`;
}

export function severity(name) {
  return html`<span class="severity severity-${name}">${t(`severity.${name}`)}</span>`;
}

/**
 * A number leads to what it counts; its word tells what that is, where it needs to.
 *
 * @param help a sentence on what is counted
 */
export function figure(value, label, href, warn = false, help = '') {
  const kind = `figure ${warn ? 'warn' : ''}`;
  const count = html`<b>${typeof value === 'number' ? number(value) : value}</b>`;
  if (help) {
    return html`<span class=${kind}>${href ? html`<a href=${href}>${count}</a>` : count} ${term(label, help)}</span>`;
  }
  const body = html`${count} <span>${label}</span>`;
  return href ? html`<a class=${kind} href=${href}>${body}</a>` : html`<span class=${kind}>${body}</span>`;
}

/** A moment beside figures: quieter than they are. */
export function when(instant, label) {
  return html`<span class="figure">${label} ${moment(instant)}</span>`;
}

/** Of an access that is told in parts: how many of them a line holds. */
export function parts(access) {
  return t('access.inparts', number(access.parts));
}

/** That not the subject itself was read, but such as are linked with it. */
export function throughTag(kinds) {
  return kinds.length
    ? html`<span class="through" title=${t('help.through')}>${t('access.through', kinds.map(kind => named('kind', kind)).join(t('list.comma')))}</span> `
    : nothing;
}

/** That some of it was read of what the subject itself names: the customer of an order. */
export function linkedTag(kinds) {
  return kinds.length
    ? html`<span class="through linked" title=${t('help.linked')}>${t('access.linked', kinds.map(kind => named('kind', kind)).join(t('list.comma')))}</span> `
    : nothing;
}

/** Readers of one thing that a number stands for: its kind and pseudonyms. */
export function thingLink({kind, subject}, params = {}) {
  return html`<a href=${to('/order', {subject, ...params})}>${named('kind', kind)} <code>${subject.split(',').map(short).join(' · ')}</code></a>`;
}
