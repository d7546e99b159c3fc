// The readers of one order, parcel or customer, named by pseudonym.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {number, t} from '../core/language.js';
import {carried, moment, rangeOf} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {figure, personLink, roleTag, short, when} from '../parts/words.js';
import '../parts/range.js';
import '../parts/trail.js';

const USUAL = '90d';

export class Order extends View {
  async ask() {
    const range = rangeOf(this.params, USUAL);
    return {range, ...(await get('/api/readers', {subject: this.params.get('subject'), from: range.from, to: range.to}))};
  }

  render() {
    return html`<main class="order">
      <header><h1>${t('order.title')} <code>${(this.params.get('subject') ?? '').split(',').map(short).join(' · ')}</code></h1>
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['24h', '7d', '30d', '90d', '365d']}></w-range></header>
      ${super.render()}
    </main>`;
  }

  show({readers, range, accesses, first, last, subject, from, to}) {
    if (readers.length === 0) {
      return empty(t('order.empty'), t('order.empty.hint'));
    }
    return html`
      <section class="figures">
        ${figure(readers.length, t('order.readers', readers.length), '#readers')}
        ${figure(accesses, t('order.accesses', accesses), '#trail')}
        ${first ? when(first, t('person.first')) : nothing}
        ${last ? when(last, t('person.last')) : nothing}
      </section>
      <section id="readers">
        <table class="list">
          <thead><tr><th>${t('trail.actor')}</th><th class="n">${t('people.accesses')}</th><th>${t('people.last')}</th></tr></thead>
          <tbody>${readers.map(one => html`<tr><td>${personLink(one.actor, one.role, carried(range))} ${roleTag(one.role)}</td>
            <td class="n">${number(one.accesses)}</td><td class="when">${one.last ? moment(one.last, true) : nothing}</td></tr>`)}</tbody>
        </table>
      </section>
      <section id="trail">
        <h2>${t('order.trail')}</h2>
        <w-trail actors .question=${{subject, from, to}} total=${accesses}></w-trail>
      </section>`;
  }
}

customElements.define('v-order', Order);
