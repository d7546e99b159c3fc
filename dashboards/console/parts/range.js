// The time range of a view: a length before now, or days; kept in the address.
import {html} from 'lit';
import {Element} from '../core/element.js';
import {t} from '../core/language.js';
import {changed, navigate} from '../core/router.js';
import {date, dayStart, iso, nextDay, rangeOf, span, zoneName} from '../core/time.js';

export class Range extends Element {
  static properties = {params: {attribute: false}, usual: {}, lengths: {attribute: false}};

  render() {
    const range = rangeOf(this.params, this.usual);
    return html`<div class="range">
      <div class="segments" role="group" aria-label=${t('range.label')}>
        ${this.lengths.map(
          name => html`<a href=${changed({range: name, from: null, to: null})}
            aria-current=${range.name === name ? 'true' : 'false'}>${t(`range.${name}`)}</a>`,
        )}
      </div>
      <details class="pick">
        <summary class=${range.name ? '' : 'chosen'} title=${t('range.zone', zoneName())}>
          ${range.name ? t('range.days') : span(range.from, range.to)}
        </summary>
        <form @submit=${this.#choose}>
          <label>${t('range.from')} <input type="date" name="from" required .value=${date(range.from)}></label>
          <label>${t('range.to')}
            <input type="date" name="to" required .value=${date(Date.parse(range.to) - 1)}></label>
          <button>${t('range.apply')}</button>
          <p class="hint">${t('range.zone', zoneName())}</p>
        </form>
      </details>
    </div>`;
  }

  #choose = event => {
    event.preventDefault();
    const [from, to] = [event.target.from.value, event.target.to.value].sort();
    event.target.closest('details').open = false;
    navigate(changed({range: null, from: iso(dayStart(from)), to: iso(dayStart(nextDay(to)))}));
  };
}

customElements.define('w-range', Range);
