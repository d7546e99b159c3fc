// 今日 Today: whom to look at now, and whether the trail can be trusted.
import {html} from 'lit';
import {get} from '../core/api.js';
import {named, number, share, t} from '../core/language.js';
import {to} from '../core/router.js';
import {carried, duration, rangeOf, span} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {figure, personLink, roleTag, ruleNames, severity, term} from '../parts/words.js';
import {coverNote, isDoubt} from '../parts/cover.js';
import {formsOf, legend} from '../parts/forms.js';
import {headline} from '../parts/headline.js';
import {standingOf} from '../parts/standing.js';
import '../parts/range.js';
import '../parts/search.js';
import '../parts/strip.js';

const USUAL = '7d';

export class Today extends View {
  static every = 15_000;
  static live = true;

  async ask() {
    this.range = rangeOf(this.params, USUAL);
    const {from, to} = this.range;
    return get('/api/today', {from, to});
  }

  render() {
    return html`<main class="today">
      <w-search large></w-search>
      <p class="begin"><a href="/trace">${t('trace.start')}</a></p>
      ${super.render()}
    </main>`;
  }

  show(today) {
    return html`
      ${this.#trust(today.trust)}
      <section class="triage" aria-label=${t('today.triage')}>
        <header>
          <h1>${t('today.triage')} <span class="count">${
            today.waiting > today.people.length
              ? t('today.of', number(today.people.length), number(today.waiting))
              : t('today.people', number(today.waiting))
          } · ${this.range.name ? t('today.last', t(`range.${this.range.name}`)) : span(this.range.from, this.range.to)}</span></h1>
          ${legend(formsOf(today.people.flatMap(one => one.days)))}
          ${today.people.length ? html`<span class="hint">${t('today.strips')}</span>` : ''}
          <w-range .params=${this.params} usual=${USUAL} .lengths=${['1h', '24h', '7d', '30d']}></w-range>
        </header>
        ${today.people.length === 0
          ? empty(t('today.empty'), hint(today.trust))
          : html`<ol class="people">${today.people.map(one => this.#person(one, today.halfLifeSeconds))}</ol>
            <p class="foot"><a href=${to('/alerts', carried(this.range))}>${t('today.all')}</a></p>`}
      </section>`;
  }

  #trust({attached, partly, off, silent, gaps, accesses, records, unknown, manyUnknown, ofNobody, partOfNobody, cover, still, rules}) {
    const whole = silent + off + partly === 0 && !cover.holes.some(isDoubt);
    const doubts = [['gap', !whole], ['who', manyUnknown], ['whose', ofNobody > 0]].filter(([, holds]) => holds).map(([name]) => t(`trust.${name}`));
    const good = attached > 0 && doubts.length === 0 && still.length === 0;
    return html`<section class="trust ${good ? 'good' : 'doubt'}" aria-label=${t('trust.title')}>
      <h2>${t('trust.title')}<span class="verdict">${
        still.length ? t('trust.halted') : attached + off + silent === 0 ? t('trust.none') : good ? t('trust.good') : doubts.join(t('list.comma'))}</span></h2>
      ${figure(attached, t('trust.attached', attached), '/services')}
      ${partly ? figure(partly, t('trust.partly', partly), '/services', true) : ''}
      ${off ? figure(off, t('trust.off', off), '/services', true) : ''}
      ${silent ? figure(silent, t('trust.silent', silent), '/services', true) : ''}
      ${rules ? html`<p class="bad">${t('trust.rules')} <code>${rules}</code></p>` : ''}
      ${still.length ? html`${figure(still.length, t('trust.still', still.length), undefined, true)}
        <span class="hint">${still.map(view => named('view', view)).join(t('list.comma'))}</span>` : ''}
      ${figure(gaps, t('trust.gaps', gaps), '/services?range=24h#gaps', gaps > 0)}
      ${ofNobody ? figure(ofNobody, t('trust.nobody', ofNobody), '/services', true, t('help.nobody')) : ''}
      ${partOfNobody ? figure(partOfNobody, t('trust.partly.nobody', partOfNobody), '/services', false, t('help.partly.nobody')) : ''}
      ${figure(share(unknown, accesses), t('trust.unknown'), '/person?role=unknown&range=24h', manyUnknown)}
      ${figure(accesses, t('trust.accesses', accesses), '/people?range=24h', false, t('help.live'))}
      ${figure(records, t('trust.records', records), '/people?range=24h', false, t('help.records'))}
      ${cover.holes.length ? coverNote(cover, {range: '24h'}) : ''}
    </section>`;
  }

  #person({alert, risk, alerts, days}, halfLife) {
    return html`<li class="suspicion severity-${alert.severity}">
      <div class="who">${severity(alert.severity)} ${personLink(alert.actor, alert.role, {alert: alert.id})}
        ${roleTag(alert.role)} <span class="faint risk">${term(t('today.risk', number(risk, 1)), t('help.risk', duration(halfLife)))}</span>
        ${alerts > 1 ? html`<a class="faint" href=${to('/alerts', {actor: alert.actor, role: alert.role, ...carried(this.range)})}>${t('today.alerts', number(alerts))}</a>` : ''}
      </div>
      <p class="sentence"><a href=${to('/alert', {id: alert.id})}>${headline(alert)}</a>
        <span class="when">${standingOf(alert.life)}<span>${span(...timeOf(alert))}</span>${ruleNames(alert)}</span></p>
      <a class="month" href=${to('/person', {actor: alert.actor, role: alert.role, alert: alert.id, range: '30d'})}><w-strip .days=${days}></w-strip></a>
    </li>`;
  }
}

/** When the reads happened that the headline tells of. */
function timeOf(alert) {
  const {from, to} = alert.signals[0] ?? alert;
  return [from, to];
}

/** Nobody to look at: because nothing was odd, or because nothing came. */
function hint({attached, off, silent, records}) {
  return attached + off + silent === 0 ? t('services.empty.hint') : t('today.empty.hint', number(records));
}

customElements.define('v-today', Today);
