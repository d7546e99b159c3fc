// The one search box: what was typed is understood by its shape, on the server. It goes there in a request's body, because it
// may be a real order number, which must stand in no address.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {post} from '../core/api.js';
import {t} from '../core/language.js';
import {navigate, to} from '../core/router.js';

/** A number on its way from the search box to the look-up form; in memory only, and taken once. */
let carriedNumber = '';

export function takeNumber() {
  const number = carriedNumber;
  carriedNumber = '';
  return number;
}

/** A list that was pasted, on its way to the form of the trace; likewise. */
let carriedList = '';

export function takeList() {
  const list = carriedList;
  carriedList = '';
  return list;
}

export class Search extends Element {
  static properties = {large: {type: Boolean}, told: {state: true}, busy: {state: true}};

  render() {
    return html`<form class="search ${this.large ? 'large' : ''}" role="search" @submit=${this.#search}>
      <input type="search" name="text" aria-label=${t('search.label')} placeholder=${t('search.placeholder')} maxlength="128"
        autocomplete="off" spellcheck="false" required @paste=${this.#paste}>
      <button ?disabled=${this.busy}>${t('search.do')}</button>
      ${this.told ? html`<p class="told" role="status">${this.told}</p>` : nothing}
    </form>`;
  }

  /** Several lines are a list of victims, of which this box would make one line, and cut it off. */
  #paste = event => {
    const text = event.clipboardData.getData('text');
    if (text.trim().includes('\n')) {
      event.preventDefault();
      carriedList = text;
      navigate('/trace');
    }
  };

  #search = async event => {
    event.preventDefault();
    const input = event.target.text;
    this.busy = true;
    this.told = null;
    try {
      const hit = await post('/api/search', {text: input.value});
      const typed = input.value;
      if (hit.kind === 'nothing') {
        this.told = t('search.nothing');
        return;
      }
      input.value = '';
      switch (hit.kind) {
        case 'actor':
          // An id in several roles stands for several people.
          return navigate(hit.roles.length === 1
            ? to('/person', {actor: hit.id, role: hit.roles[0]})
            : to('/people', {actor: hit.id, range: '30d'}));
        case 'alert':
          return navigate(to('/alert', {id: hit.id}));
        case 'address':
          return navigate(to('/people', {address: hit.id, range: '30d'}));
        case 'subject':
          return navigate(to('/order', {subject: hit.id}));
        default:
          carriedNumber = typed.trim();
          return navigate('/lookup');
      }
    } catch (problem) {
      this.told = problem.sentence;
    } finally {
      this.busy = false;
    }
  };
}

customElements.define('w-search', Search);
