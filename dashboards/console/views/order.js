// The readers of one order, parcel or customer: named by the number while it has just been typed, by pseudonym ever after.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {named, number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {carried, moment, rangeOf} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {FORMS, formTag} from '../parts/forms.js';
import {coverNote} from '../parts/cover.js';
import {forget, looked} from '../parts/looked.js';
import {fieldKey, fieldTags, figure, linkedTag, personLink, roleTag, severity, short, term, thingLink, throughTag, when} from '../parts/words.js';
import '../parts/range.js';
import '../parts/trail.js';

const USUAL = '90d';

export class Order extends View {
  async ask() {
    const range = rangeOf(this.params, USUAL);
    return {range, ...(await get('/api/readers', {subject: this.params.get('subject'), from: range.from, to: range.to}))};
  }

  render() {
    const subject = this.params.get('subject') ?? '';
    const typed = looked(subject);
    const things = this.state?.data?.things ?? [];
    const kind = typed?.kind ?? (things.length === 1 ? things[0].kind : 'other');
    const name = typed
      ? html`<span class="typed">${typed.number}</span>`
      : html`<code>${subject.split(',').map(short).join(' · ')}</code>`;
    return html`<main class="order">
      <header><h1>${title(named('kind', kind), name)}</h1>
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['24h', '7d', '30d', '90d', '365d']}></w-range></header>
      ${typed ? html`<p class="hint typed-why">${t('order.typed', typed.reason)}
        <code>${subject.split(',').map(short).join(' · ')}</code></p>` : html`<p class="hint typed-why">${t('help.pseudonym')}</p>`}
      ${super.render()}
    </main>`;
  }

  /** Another order, or another page: what was typed is forgotten. */
  willUpdate(changes) {
    if (!looked(this.params.get('subject') ?? '')) {
      forget();
    }
    super.willUpdate(changes);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    forget();
  }

  show({readers, things, more, range, accesses, first, last, subject, from, to: until, detailed, cover}) {
    if (readers.length === 0) {
      return html`${empty(t('order.empty'), t('order.empty.hint'))}${coverNote(cover, {from, to: until})}`;
    }
    return html`
      ${things.length > 1 ? html`<section class="several" role="note"><p>${t('order.several')}</p>
        <ul>${things.map(one => html`<li>${thingLink(one, carried(range))}</li>`)}</ul></section>` : nothing}
      <section class="figures">
        ${more ? nothing : figure(readers.length, t('order.readers', readers.length), '#readers')}
        ${figure(accesses, t('order.accesses', accesses), '#trail', false, t('help.accesses'))}
        ${first ? when(first, t('person.first')) : nothing}
        ${last ? when(last, t('person.last')) : nothing}
      </section>
      ${coverNote(cover, {from, to: until})}
      <section id="readers">
        <table class="list stacked">
          <thead><tr><th>${t('trail.actor')}</th><th>${t('people.last')} ↓</th><th>${t('trail.form')}</th>
            <th>${t('trail.left')}</th><th class="n">${term(t('people.accesses'), t('help.accesses'))}</th></tr></thead>
          <tbody>${readers.map(one => html`<tr><td class="first">${personLink(one.actor, one.role, carried(range))} ${roleTag(one.role)}
              ${one.alert ? html`<a class="mark" href=${to('/alert', {id: one.alert})} title=${t('order.urgent')}>${severity('urgent')}</a>` : nothing}</td>
            <td class="when">${one.last ? moment(one.last, true) : nothing}</td>
            <td class="ways">${throughTag(one.through)}${linkedTag(one.linked)}${FORMS.filter(form => one.forms.includes(form)).map(formTag)}</td>
            <td class="left">${fieldTags(one.plain, 'plain')}${fieldTags(one.masked, 'masked')}${fieldTags(one.elsewhere, 'elsewhere')}${fieldTags(one.touched, 'touched')}${fieldTags(one.untold, 'untold')}${
              one.plain.length + one.masked.length + one.elsewhere.length + one.untold.length === 0
                ? html`<span class="faint">${t(one.touched.length ? 'access.touched' : 'order.nothing')}</span>` : nothing}</td>
            <td class="n" data-label=${t('people.accesses')}>${number(one.accesses)}</td></tr>`)}</tbody>
        </table>
        ${fieldKey(readers.some(one => one.untold.length > 0), readers.some(one => one.elsewhere.length > 0))}
        ${more ? html`<p class="hint">${t('people.more', number(readers.length))} ${t('order.more')}</p>` : nothing}
        <p class="hint">${t('order.sorted')}${detailed < accesses ? t('order.detailed', number(detailed)) : ''}</p>
      </section>
      <section id="trail">
        <h2>${t('order.trail')}</h2>
        <w-trail actors .question=${{subject, from, to: until}} total=${accesses}></w-trail>
      </section>`;
  }
}

/** Kind and name stand in the order of the reader's language. */
function title(kind, name) {
  const [before, after] = t('order.title', '\0').split('\0');
  return html`${before}${kind} ${name}${after}`;
}

customElements.define('v-order', Order);
