// One alert: what happened, against what was normal, and the reads that show it.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {named, number, t, told} from '../core/language.js';
import {to} from '../core/router.js';
import {WORDS} from '../core/words.js';
import {duration, moment, span} from '../core/time.js';
import {View} from '../core/view.js';
import {formTag} from '../parts/forms.js';
import {personLink, roleTag, ruleName, severity, subjectLink, subjectName, term} from '../parts/words.js';
import {headline} from '../parts/headline.js';
import '../parts/life.js';
import '../parts/trail.js';

/** The windows of one alert mostly hold the same subjects: a few of them all are shown, once. */
const EXAMPLES = 10;

export class AlertView extends View {
  static live = true;

  ask() {
    return get('/api/alert', {id: this.params.get('id')});
  }

  render() {
    return html`<main class="alert">${super.render()}</main>`;
  }

  show(alert) {
    const question = {actor: alert.actor, role: alert.role, alert: alert.id, from: alert.from, to: after(alert.to)};
    const examples = [...new Map(alert.signals.flatMap(signal => signal.examples).map(one => [one.id, one])).values()].slice(0, EXAMPLES);
    const known = name => examples.some(one => one[name]);
    const opens = this.me.roles.includes('responder');
    // Two standard errors of the least certain count.
    const estimated = Math.max(...alert.signals.map(signal => (signal.error > 0.005 ? signal.error : 0)));
    return html`
      <header>
        <p class="over">${severity(alert.severity)} ${personLink(alert.actor, alert.role, {alert: alert.id})}
          ${alert.alias ? html`<span>${alert.alias}</span>` : nothing} ${roleTag(alert.role)}
          ${alert.group && alert.group !== alert.role ? html`<span class="faint">${alert.group}</span>` : nothing}</p>
        <h1>${headline(alert)}</h1>
        <p class="sentence">${told(alert.sentence)}</p>
        <p class="faint">${t('alert.times', moment(alert.firstRaised, true), number(alert.revision))}${alert.actorRisk === null ? nothing
          : html` · <span class="risk">${term(t('alert.risk', number(alert.actorRisk, 1)), t('help.risk.alert'))}</span>`} · <code>${alert.id}</code></p>
        ${`means.${alert.severity}` in WORDS ? html`<p class="faint">${t(`means.${alert.severity}`)}</p>` : nothing}
      </header>
      <w-life .alert=${alert} .me=${this.me} @taken=${event => (this.state = {status: 'ready', data: event.detail})}></w-life>
      <section aria-label=${t('alert.signals')}>
        <h2>${t('alert.signals')}</h2>
        ${estimated ? html`<p class="hint estimated">${t('alert.estimated', number(Math.ceil(200 * estimated)))}</p>` : nothing}
        <div class="signals">${byRule(alert.signals).map(([first, ...others]) => this.#signal(alert, first, others))}</div>
        ${examples.length ? html`<table class="list examples">
          <thead><tr><th>${term(t('alert.examples'), t('help.pseudonym'))}</th>${known('read') ? html`<th>${t('alert.read')}</th>` : nothing}
            ${known('placed') ? html`<th>${t('alert.placed')}</th>` : nothing}</tr></thead>
          <tbody>${examples.map(one => html`<tr><td>${opens ? subjectLink(one) : subjectName(one)} ${canary(one.canary)}</td>
            ${known('read') ? html`<td class="when">${one.read ? moment(one.read, true) : '–'}</td>` : nothing}
            ${known('placed') ? html`<td class="when">${one.placed ?? '–'}</td>` : nothing}</tr>`)}</tbody></table>` : nothing}
      </section>
      ${opens
        ? html`<section id="trail" aria-label=${t('alert.evidence')}>
            <h2>${t('alert.evidence')} <span class="faint">${span(alert.from, alert.to)}</span></h2>
            <w-trail .question=${question}></w-trail>
          </section>`
        : nothing}`;
  }

  /**
   * @param others windows of the same rule, which mostly hold the same reads
   */
  #signal(alert, signal, others) {
    const trail = {actor: alert.actor, role: alert.role, alert: alert.id, from: signal.from, to: after(signal.to)};
    const most = Math.max(signal.observed, signal.ownNormal ?? 0, signal.groupNormal ?? 0, signal.limit ?? 0);
    return html`<article class="signal">
      <h3>${ruleName(signal.rule)} ${signal.windowSeconds ? html`<span class="faint">${duration(signal.windowSeconds)}</span>` : nothing}
        <span class="faint">${span(signal.from, signal.to)}</span></h3>
      ${signal.accompanies ? nothing : html`<table class="bars" aria-label=${t('alert.against')}>
        ${bar(t('alert.observed'), signal.observed, most, 'observed', to('/person', trail) + '#trail')}
        ${bar(signal.ownDays ? t('alert.own.days', number(signal.ownDays)) : t('alert.own'), signal.ownNormal, most, 'normal')}
        ${bar(t('alert.group', named('role', alert.group || alert.role)), signal.groupNormal, most, 'normal')}
        ${bar(t('alert.limit'), signal.limit, most, 'limit')}
      </table>`}
      ${others.length ? html`<table class="list windows"><caption class="faint">${t('alert.windows')}</caption>
        <thead><tr><th>${t('alert.window')}</th><th class="n">${t('alert.observed')}</th><th class="n">${t('alert.own')}</th><th class="n">${t('alert.limit')}</th></tr></thead>
        <tbody>${others.map(other => html`<tr><td>${duration(other.windowSeconds)}</td>
          ${[other.observed, other.ownNormal, other.limit].map(value => html`<td class="n">${value === null || value === undefined ? '–' : number(value, value < 10 ? 1 : 0)}</td>`)}</tr>`)}</tbody></table>` : nothing}
      <dl class="facts">
        ${fact(t('alert.forms'), Object.entries(signal.forms).map(([form, count]) => html`<a
          href=${to('/person', {...trail, form}) + '#trail'}>${formTag(form)} ${number(count)}</a> `))}
        ${signal.accompanies || signal.rule === 'slow' ? nothing : fact(term(t('alert.plain'), t('help.plain')), signal.plain > 0 ? number(signal.plain) : t(
          signal.forms.exported || signal.forms.printed ? 'alert.plain.unfollowed' : 'alert.plain.none'))}
        ${fact(t('alert.operations'), signal.operations.join(t('list.comma')))}
        ${fact(t('alert.services'), signal.services.join(t('list.comma')))}
        ${fact(t('alert.addresses'), signal.addresses.map(address => html`<a href=${to('/people', {address, range: '30d'})}>${address}</a> `))}
        ${Object.entries(signal.facts).filter(([name]) => name !== 'zone').map(([name, value]) => fact(
          named('fact', name), name === 'hours' && signal.facts.zone ? `${value} (${signal.facts.zone})` : value))}
      </dl>
    </article>`;
  }
}

/** The weightiest signal of each rule, which comes first, before its others. */
function byRule(signals) {
  const rules = new Map();
  for (const signal of signals) {
    rules.set(signal.rule, [...(rules.get(signal.rule) ?? []), signal]);
  }
  return [...rules.values()];
}

function canary(tag) {
  return !tag ? nothing : html`<span class="faint">${tag.channelKind
    ? t('canary.told.of', tag.label, t(`canary.${tag.channelKind}`), tag.channel)
    : t('canary.told', tag.label)}</span>`;
}

/** The millisecond after: ranges are half open, an alert's last read belongs to it. */
function after(instant) {
  return new Date(Date.parse(instant) + 1).toISOString();
}

function bar(label, value, most, kind, href) {
  if (value === null || value === undefined) {
    return nothing;
  }
  const text = number(value, value < 10 ? 1 : 0);
  return html`<tr class=${kind}><th>${label}</th>
    <td><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="0" width=${Math.max(0.5, (100 * value) / Math.max(most, 1))} height="10"></rect></svg></td>
    <td class="n">${href ? html`<a href=${href}>${text}</a>` : text}</td></tr>`;
}

function fact(name, value) {
  return value === '' || (Array.isArray(value) && value.length === 0)
    ? nothing
    : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

customElements.define('v-alert', AlertView);
