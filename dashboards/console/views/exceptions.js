// What is known to be in order for a while, and until when.
import {html} from 'lit';
import {get, post} from '../core/api.js';
import {named, number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {date, moment} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {exceptionWhom} from '../parts/standing.js';
import {term} from '../parts/words.js';

export class Exceptions extends View {
  static live = true;

  ask() {
    return get('/api/exceptions');
  }

  render() {
    return html`<main class="exceptions"><header><h1>${t('except.title')}</h1></header>${super.render()}</main>`;
  }

  async #end(id) {
    try {
      await post('/api/exceptions/end', {id});
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      // Somebody else has ended it: the list says so.
    }
    await this.refresh();
  }

  show(exceptions) {
    if (exceptions.length === 0) {
      return empty(t('except.empty'), t('except.empty.hint'));
    }
    return html`<table class="list stacked">
      <thead><tr><th>${t('except.whom')}</th><th>${t('except.rules')}</th><th>${t('except.through')}</th>
        <th class="n">${t('except.most')}</th><th>${t('except.until')}</th><th class="n">${term(t('except.held'), t('help.held'))}</th><th>${t('except.by')}</th><th>${t('except.alert')}</th></tr></thead>
      <tbody>${exceptions.map(one => html`<tr>
        <td class="first">${exceptionWhom(one)}</td>
        <td>${one.rules.map(rule => named('rule', rule)).join(t('list.comma'))}</td>
        <td><code>${one.operation || t('except.any')}</code></td>
        <td class="n" data-label=${t('except.most')}>${number(one.atMost)}</td>
        <td class="when" data-label=${t('except.until')}>${date(Date.parse(one.until) - 1)}</td>
        <td class="n held" data-label=${t('except.held')}>${t('except.held.days', number(one.heldBack))}</td>
        <td data-label=${t('except.by')}>${one.by} <span class="faint">${moment(one.at)}</span></td>
        <td class="when"><a href=${to('/alert', {id: one.alert})}><code>${one.alert.slice(0, 8)}</code></a>
          ${this.me.roles.includes('responder')
            ? html`<button type="button" class="quiet" @click=${() => this.#end(one.id)}>${t('deed.end')}</button>` : ''}</td></tr>`)}</tbody></table>`;
  }
}

customElements.define('v-exceptions', Exceptions);
