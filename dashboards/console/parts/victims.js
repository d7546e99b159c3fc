// The form that takes a list of victims. The list leaves it in a request's body, and is kept nowhere.
import {html, nothing} from 'lit';
import {post} from '../core/api.js';
import {Element} from '../core/element.js';
import {t, named} from '../core/language.js';
import {navigate, to} from '../core/router.js';
import {keep} from '../core/traces.js';
import {takeList} from './search.js';

/** What separates the cells of a list: the first of them that its first line has. */
const SEPARATORS = [',', '\t', ';'];

export class Victims extends Element {
  static properties = {
    // Of the page's address: a list may be brought there while the form is open.
    params: {attribute: false},
    problem: {state: true},
    refused: {state: true},
    busy: {state: true},
  };

  render() {
    return html`<form class="card" autocomplete="off" @submit=${this.#submit}>
      <h1>${t('trace.title')}</h1>
      <p>${t('trace.why')}</p>
      <label>${t('trace.list')}<textarea name="list" spellcheck="false" autocomplete="off" placeholder=${t('trace.example')}></textarea></label>
      <label>${t('trace.file')}<input type="file" accept=".csv,.txt,text/csv,text/plain" @change=${this.#read}></label>
      <p class="hint">${t('trace.columns')}</p>
      <label>${t('reason.label')}<input name="reason" required maxlength="200" placeholder=${t('reason.example')}></label>
      ${this.problem ? html`<p class="bad" role="alert">${this.problem.sentence}</p>` : nothing}
      ${this.refused ? html`<div role="alert">${this.#choices(this.refused)}</div>` : nothing}
      <button ?disabled=${this.busy}>${t('trace.do')}</button>
      <p class="hint">${t('trace.hint')}</p>
    </form>`;
  }

  updated(changes) {
    const list = changes.has('params') ? takeList() : '';
    if (list) {
      this.#list.value = list;
    }
    if (changes.has('params')) {
      this.querySelector(list ? '[name=reason]' : '[name=list]').focus();
    }
  }

  get #list() {
    return this.querySelector('[name=list]');
  }

  #read = async event => {
    const [file] = event.target.files;
    if (file) {
      this.#list.value = await file.text();
    }
  };

  /** Where it cannot be told which column is what, a press names them. */
  #choices({unnamed, problems}) {
    return !unnamed?.choices.length ? leftOut(problems, 'trace.refused')
      : html`<section class="choices"><h2>${t('trace.choose')}</h2><p class="hint">${t(unnamed.heading ? 'trace.choose.heading' : 'trace.choose.none')}</p>
        ${unnamed.choices.map(names => html`<button type="button" class="quiet" @click=${() => this.#name(names, unnamed.heading)}>${columns(names).join(t('trace.choose.and'))}</button>`)}</section>`;
  }

  #name(names, heading) {
    const [first, ...rest] = this.#list.value.split('\n');
    const separator = SEPARATORS.find(each => first.includes(each));
    this.#list.value = [columns(names).join(separator), ...(heading ? [] : [first]), ...rest].join('\n');
    this.querySelector('form').requestSubmit();
  }

  #submit = async event => {
    event.preventDefault();
    const {list, reason} = event.target;
    this.busy = true;
    this.problem = null;
    this.refused = null;
    try {
      const answer = await post('/api/trace', {list: list.value, reason: reason.value});
      if (answer.id) {
        keep(answer);
        navigate(to('/trace', {result: answer.id}));
        window.scrollTo(0, 0);
      } else {
        this.refused = answer;
      }
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  };
}

/** Names of columns, as the collector understands them in either language. */
export function columns(names) {
  return names.map(name => named('column', name));
}

/** Each fault of a line once: two columns may be unknown. */
export function leftOut(problems, title = 'trace.problems') {
  const told = new Map(problems.map(one => [`${one.line} ${one.fault}`, one]));
  return html`<section class="problems"><h2>${t(title)}</h2>
    <ul>${[...told.values()].map(one => html`<li><span class="faint">${t('trace.line', one.line)}</span> ${named('victims', one.fault)}</li>`)}</ul></section>`;
}

customElements.define('w-victims', Victims);
