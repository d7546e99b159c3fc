// 反查: from a real number to its readers. The number leaves this form in a request's body and is kept nowhere but in the memory of the
// view that follows.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {post} from '../core/api.js';
import {t} from '../core/language.js';
import {navigate, to} from '../core/router.js';
import {coverNote} from '../parts/cover.js';
import {remember} from '../parts/looked.js';
import {takeNumber} from '../parts/search.js';

export class LookUp extends Element {
  static properties = {problem: {state: true}, busy: {state: true}, missing: {state: true}};

  render() {
    return html`<main class="look-up">
      <form class="card" autocomplete="off" @submit=${this.#submit}>
        <h1>${t('lookup.title')}</h1>
        <p>${t('lookup.why')}</p>
        <label>${t('lookup.number')}<input name="number" required maxlength="128" autocomplete="off" spellcheck="false"></label>
        <label>${t('reason.label')}<input name="reason" required maxlength="200" placeholder=${t('reason.example')}></label>
        ${this.problem ? html`<p class="bad" role="alert">${this.problem.sentence}</p>` : nothing}
        ${this.missing ? html`<p class="told" role="status">${t('lookup.missing')}</p>${coverNote(this.missing, {range: '90d'})}` : nothing}
        <button ?disabled=${this.busy}>${t('lookup.do')}</button>
        <p class="hint">${t('lookup.hint')}</p>
      </form>
    </main>`;
  }

  firstUpdated() {
    const number = takeNumber();
    this.querySelector('[name=number]').value = number;
    this.querySelector(number ? '[name=reason]' : '[name=number]').focus();
  }

  #submit = async event => {
    event.preventDefault();
    const {number, reason} = event.target;
    this.busy = true;
    this.problem = null;
    this.missing = null;
    try {
      const {subject, found, cover} = await post('/api/lookup', {number: number.value, reason: reason.value});
      if (found) {
        remember(subject, number.value.trim(), reason.value.trim());
        number.value = '';
        navigate(to('/order', {subject}));
      } else {
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
