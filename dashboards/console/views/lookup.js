// 反查: from a real number to its readers. The number leaves this form in a request's body and is kept nowhere but in the memory of the
// view that follows.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {post} from '../core/api.js';
import {number, t} from '../core/language.js';
import {navigate, to} from '../core/router.js';
import {coverNote} from '../parts/cover.js';
import {remember} from '../parts/looked.js';
import {takeNumber} from '../parts/search.js';
import {thingLink} from '../parts/words.js';

export class LookUp extends Element {
  static properties = {problem: {state: true}, busy: {state: true}, missing: {state: true}, personal: {state: true}, several: {state: true}};

  render() {
    return html`<main class="look-up">
      <form class="card" autocomplete="off" @submit=${this.#submit}>
        <h1>${t('lookup.title')}</h1>
        <p>${t('lookup.why')}</p>
        <label>${t('lookup.number')}<input name="number" required maxlength="128" autocomplete="off" spellcheck="false"></label>
        <label>${t('reason.label')}<input name="reason" required maxlength="200" placeholder=${t('reason.example')}></label>
        ${this.problem ? html`<p class="bad" role="alert">${this.problem.sentence}</p>` : nothing}
        ${this.missing ? html`<p class="told" role="status">${t('lookup.missing')}${this.personal ? t('lookup.personal') : ''}</p>${coverNote(this.missing, {range: '90d'})}` : nothing}
        ${this.several ? this.#choose(this.several) : nothing}
        <button ?disabled=${this.busy}>${t('lookup.do')}</button>
        <p class="hint">${t('lookup.hint')}</p>
      </form>
    </main>`;
  }

  firstUpdated() {
    const typed = takeNumber();
    this.querySelector('[name=number]').value = typed;
    this.querySelector(typed ? '[name=reason]' : '[name=number]').focus();
  }

  /** An order and a customer of the same number have readers of their own. */
  #choose({things, typed}) {
    return html`<section class="several" role="status"><p>${t('lookup.several', number(things.length))}</p>
      <ul>${things.map(one => html`<li @click=${() => remember(one.subject, one.kind, ...typed)}>${thingLink(one)}</li>`)}</ul></section>`;
  }

  #submit = async event => {
    event.preventDefault();
    const {number, reason} = event.target;
    this.busy = true;
    this.problem = null;
    this.missing = null;
    this.several = null;
    try {
      const {things, found, personal, cover} = await post('/api/lookup', {number: number.value, reason: reason.value});
      const typed = [number.value.trim(), reason.value.trim()];
      if (things.length > 1) {
        this.several = {things, typed};
      } else if (found) {
        remember(things[0].subject, things[0].kind, ...typed);
        number.value = '';
        navigate(to('/order', {subject: things[0].subject}));
      } else {
        this.personal = personal;
        this.missing = cover;
      }
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  };
}

customElements.define('v-lookup', LookUp);
