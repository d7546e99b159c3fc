// Who read most, narrowed to a service, an address, a role: the way from a number to people.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {named, number, t} from '../core/language.js';
import {changed, navigate, to} from '../core/router.js';
import {carried, moment, rangeOf} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {coverNote} from '../parts/cover.js';
import {FORMS} from '../parts/forms.js';
import {personLink, roleTag, severity, term} from '../parts/words.js';
import '../parts/range.js';

const USUAL = '24h';
const FILTERS = ['actor', 'role', 'service', 'operation', 'address', 'form', 'field'];
const ROLES = ['staff', 'seller', 'courier', 'customer', 'system', 'unknown'];

export class People extends View {
  async ask() {
    const range = rangeOf(this.params, USUAL);
    const filter = Object.fromEntries(FILTERS.map(name => [name, this.params.get(name)]));
    return {range, ...(await get('/api/people', {...filter, from: range.from, to: range.to}))};
  }

  render() {
    return html`<main class="ranking">
      <header><h1>${t('people.title')}</h1>${this.#filters()}
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['1h', '24h', '7d', '30d']}></w-range></header>
      ${super.render()}
    </main>`;
  }

  #filters() {
    const choose = name => event => navigate(changed({[name]: event.target.value}));
    return html`<div class="filters">
      ${['actor', 'service', 'operation', 'address', 'field'].filter(name => this.params.get(name)).map(
        name => html`<a class="chip" href=${changed({[name]: null})}><span class="faint">${t(`trail.${name}`)}</span>
          ${name === 'field' ? named('field', this.params.get(name)) : this.params.get(name)} <span aria-hidden="true">✕</span></a>`)}
      <select aria-label=${t('people.role')} @change=${choose('role')}>
        <option value="">${t('people.any.role')}</option>
        ${ROLES.map(role => html`<option value=${role} ?selected=${this.params.get('role') === role}>${named('role', role)}</option>`)}
      </select>
      <select aria-label=${t('trail.form')} @change=${choose('form')}>
        <option value="">${t('trail.any.form')}</option>
        ${FORMS.filter(form => form !== 'other').map(form => html`<option value=${form} ?selected=${this.params.get('form') === form}>${named('form', form)}</option>`)}
      </select>
    </div>`;
  }

  show({people, more, range, from, to: until, cover}) {
    if (people.length === 0) {
      return html`${empty(t('people.empty'), t('trail.empty.hint'))}${coverNote(cover, {from, to: until})}`;
    }
    const kept = Object.fromEntries(['service', 'operation', 'address', 'form', 'field']
      .map(name => [name, this.params.get(name)]));
    const most = Math.max(...people.map(one => one.subjects));
    return html`<table class="list stacked">
      <thead><tr><th>${t('trail.actor')}</th><th class="n">${term(t('people.subjects'), t('help.subjects'))}</th><th class="wide"></th>
        <th class="n">${term(t('people.accesses'), t('help.accesses'))}</th><th>${t('people.last')}</th>
        <th>${term(t('people.alerts'), t('help.people.alerts'))}</th></tr></thead>
      <tbody>${people.map(one => {
        const params = {...carried(range), ...kept};
        return html`<tr><td class="first">${personLink(one.actor, one.role, params)} ${roleTag(one.role)}</td>
          <td class="n" data-label=${t('people.subjects')}>${number(one.subjects)}</td>
          <td><svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect x="0" y="0" width=${(100 * one.subjects) / Math.max(1, most)} height="10"></rect></svg></td>
          <td class="n" data-label=${t('people.accesses')}>${number(one.accesses)}</td>
          <td class="when">${one.last ? moment(one.last) : nothing}</td>
          <td class="open-alert" data-label=${t('people.alerts')}>${one.alert ? html`<a class="mark" href=${to('/alert', {id: one.alert})}>${severity(one.severity)}</a>
            <span class="faint">${t('today.risk', number(one.risk, 1))}</span>` : nothing}</td></tr>`;
      })}</tbody>
    </table>
    ${more ? html`<p class="hint">${t('people.more', number(people.length))}</p>` : nothing}`;
  }
}

customElements.define('v-people', People);
