// Every alert of a time range.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {named, number, t} from '../core/language.js';
import {changed, navigate, to} from '../core/router.js';
import {moment, rangeOf} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {personLink, roleTag, ruleNames, severity, term} from '../parts/words.js';
import {headline} from '../parts/headline.js';
import {STANDINGS, standingOf} from '../parts/standing.js';
import '../parts/range.js';

const USUAL = '7d';
const PAGE = 100;
const RULES = ['bulk', 'off-hours', 'cold', 'unexplained', 'slow', 'left', 'reused', 'outside', 'enumeration', 'no-purpose', 'shared', 'logged', 'canary', 'first-time'];

export class AlertList extends View {
  static live = true;
  static every = 30_000;

  #pages = 1;

  async ask() {
    if (this.asked !== this.params) {
      this.asked = this.params;
      this.#pages = 1;
    }
    const {from, to} = rangeOf(this.params, USUAL);
    const filter = {from, to, actor: this.params.get('actor'), role: this.params.get('role'), rule: this.params.get('rule'), least: this.params.get('least'),
      state: this.params.get('state'), assignee: this.params.get('assignee')};
    const alerts = [];
    let answer;
    for (let page = 0; page < this.#pages; page++) {
      answer = await get('/api/alerts', {...filter, before: answer?.next, limit: PAGE});
      alerts.push(...answer.alerts);
      if (!answer.next) {
        break;
      }
    }
    return {alerts, total: answer.total, next: answer.next};
  }

  render() {
    return html`<main class="alerts">
      <header><h1>${t('alerts.title')}</h1>
        ${this.#filters()}
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['24h', '7d', '30d', '90d']}></w-range></header>
      ${super.render()}
    </main>`;
  }

  /** Who looks, whoever is asked for, and all who have one of those shown. */
  #assignees() {
    const shown = (this.state.data?.alerts ?? []).flatMap(({life}) => [life.holder, life.turn]);
    return [...new Set([this.me.name, this.params.get('assignee'), ...shown])].filter(Boolean);
  }

  #filters() {
    const actor = this.params.get('actor');
    const choose = name => event => navigate(changed({[name]: event.target.value}));
    return html`<div class="filters">
      ${actor ? html`<a class="chip" href=${changed({actor: null, role: null})}>${actor} <span aria-hidden="true">✕</span></a>` : nothing}
      <select aria-label=${t('alerts.least')} @change=${choose('least')}>
        ${[['', t('alerts.any')], ['review', t('alerts.review')], ['urgent', t('alerts.urgent')]].map(
          ([value, word]) => html`<option value=${value} ?selected=${(this.params.get('least') ?? '') === value}>${word}</option>`)}
      </select>
      <select aria-label=${t('alerts.rule')} @change=${choose('rule')}>
        <option value="">${t('alerts.rules')}</option>
        ${RULES.map(rule => html`<option value=${rule} ?selected=${this.params.get('rule') === rule}>${named('rule', rule)}</option>`)}
      </select>
      <select aria-label=${t('alerts.state')} @change=${choose('state')}>
        <option value="">${t('alerts.any.state')}</option>
        <option value="unsettled" ?selected=${this.params.get('state') === 'unsettled'}>${t('alerts.unsettled')}</option>
        ${STANDINGS.map(state => html`<option value=${state} ?selected=${this.params.get('state') === state}>${t(`standing.${state}`)}</option>`)}
      </select>
      <select aria-label=${t('alerts.assignee')} @change=${choose('assignee')}>
        <option value="">${t('alerts.anybody')}</option>
        ${this.#assignees().map(name => html`<option value=${name} ?selected=${this.params.get('assignee') === name}>${
          name === this.me.name ? t('alerts.mine') : name}</option>`)}
      </select>
      ${this.me.roles.includes('security') ? html`<a class="aside" href="/canaries">${t('canary.title')}</a>` : ''}
      <a class="aside" href="/exceptions">${t('except.title')}</a>
    </div>`;
  }

  show({alerts, total, next}) {
    if (alerts.length === 0) {
      return empty(t('alerts.empty'), t('alerts.empty.hint'));
    }
    return html`<table class="list stacked">
      <thead><tr><th>${term(t('alerts.severity'), t('help.severity'))}</th><th>${t('alerts.when')}</th><th>${t('alerts.who')}</th>
        <th>${t('alerts.what')}</th><th>${t('alerts.signals')}</th><th>${t('alerts.state')}</th></tr></thead>
      <tbody>${alerts.map(alert => html`<tr>
        <td>${severity(alert.severity)}</td>
        <td class="when">${moment(alert.to)}</td>
        <td>${personLink(alert.actor, alert.role, {alert: alert.id})} ${roleTag(alert.role)}</td>
        <td class="first"><a class="sentence" href=${to('/alert', {id: alert.id})}>${headline(alert)}</a></td>
        <td>${ruleNames(alert)}</td>
        <td class="stands">${standingOf(alert.life)}</td>
      </tr>`)}</tbody>
    </table>
    <p class="foot">${t('alerts.foot', number(alerts.length), number(total))}
      ${next ? html`<button type="button" class="quiet" @click=${this.#more}>${t('alerts.more')}</button>` : nothing}</p>`;
  }

  #more = () => {
    this.#pages++;
    this.refresh();
  };
}

customElements.define('v-alerts', AlertList);
