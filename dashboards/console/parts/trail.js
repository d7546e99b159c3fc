/*
 * A list of accesses that may be a million lines long.
 *
 * The collector hands the list out in pages, each with the cursor of the next. What is kept for good are the cursors, a few
 * bytes a page; the lines of a page are kept while it is near the part that is looked at, and asked for again by its
 * cursor when one scrolls back. Only the lines in sight stand in the document, in a block that is shifted to its place:
 * all lines are equally high, so that places follow from numbers. The list ends where the last known page ends, and grows
 * when one comes near its end.
 */
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {get} from '../core/api.js';
import {named, number, t} from '../core/language.js';
import {clock, date} from '../core/time.js';
import {empty, failed, loading, stays} from '../core/view.js';
import {formTag} from './forms.js';
import {actorName, fieldKey, fieldTags, linkedTag, parts, term, throughTag} from './words.js';
import './access.js';

const PAGE = 200;
const ROW = 30;
const NEAR = 3;
const SPARE = 10;

export class TrailList extends Element {
  static properties = {
    // Parameters of /api/trail: what the lines are narrowed to.
    question: {attribute: false},
    // How many lines there are, where that is known.
    total: {type: Number},
    // Whether lines are about one subject and name their actors.
    actors: {type: Boolean},
    state: {state: true},
    first: {state: true},
    chosen: {state: true},
    open: {state: true},
  };

  /** Cursor and lines of each page that was seen; the cursor of the first is empty. */
  #pages = [];
  #end = false;
  #generation = 0;
  #wanted = new Set();
  #resizes = new ResizeObserver(() => this.requestUpdate());

  constructor() {
    super();
    this.total = -1;
  }

  willUpdate(changes) {
    if (changes.has('question') && JSON.stringify(this.question) !== JSON.stringify(changes.get('question'))) {
      this.#restart();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  #restart() {
    this.#generation++;
    this.#pages = [{cursor: '', rows: null, size: 0}];
    this.#wanted.clear();
    this.#end = false;
    this.first = 0;
    this.chosen = 0;
    this.open = null;
    this.state = {status: 'loading'};
    this.#fetch(0);
  }

  async #fetch(place) {
    const generation = this.#generation;
    const page = this.#pages[place];
    if (!page || page.rows || this.#wanted.has(place) || place === this.#refused()) {
      return;
    }
    this.#wanted.add(place);
    try {
      const answer = await get('/api/trail', {...this.question, after: page.cursor, limit: PAGE});
      if (generation !== this.#generation) {
        return;
      }
      page.rows = answer.accesses;
      page.size = answer.accesses.length;
      if (place === this.#pages.length - 1) {
        if (answer.next) {
          this.#pages.push({cursor: answer.next, rows: null, size: 0});
        } else {
          this.#end = true;
        }
      }
      this.state = {status: 'ready'};
    } catch (problem) {
      if (generation !== this.#generation) {
        return;
      }
      this.state = {status: 'failed', problem, place};
      if (!('code' in problem)) {
        throw problem;
      }
    } finally {
      this.#wanted.delete(place);
      this.requestUpdate();
    }
  }

  /** The page that could not be had: asked for again when somebody says so, not at each look. */
  #refused() {
    return this.state?.status === 'failed' ? this.state.place : -1;
  }

  get #count() {
    return this.#pages.reduce((count, page) => count + page.size, 0);
  }

  #row(line) {
    return this.#pages[Math.floor(line / PAGE)]?.rows?.[line % PAGE];
  }

  /** Fetches the pages around the lines in sight, and lets the lines of far ones go. */
  #keep(first, last) {
    const from = Math.floor(first / PAGE);
    const to = Math.floor((last + SPARE) / PAGE);
    for (let place = from; place <= Math.min(to, this.#pages.length - 1); place++) {
      this.#fetch(place);
    }
    if (!this.#end && last + PAGE / 2 > this.#count) {
      this.#fetch(this.#pages.length - 1);
    }
    this.#pages.forEach((page, place) => {
      if (place < from - NEAR || place > to + NEAR) {
        page.rows = null;
      }
    });
  }

  render() {
    if (!this.state || this.state.status === 'loading') {
      return loading();
    }
    if (this.state.status === 'failed' && this.#count === 0) {
      return failed(this.state.problem, () => this.#restart());
    }
    const count = this.#count;
    if (count === 0) {
      return empty(t('trail.empty'), t('trail.empty.hint'));
    }
    const height = this.querySelector('.lines')?.clientHeight || 480;
    const shown = Math.ceil(height / ROW);
    const first = Math.max(0, Math.min(this.first, count - shown) - SPARE);
    const last = Math.min(count, this.first + shown + SPARE);
    this.#keep(first, last);
    // Accesses are counted, and a line may stand for several of them, or for a part of one.
    const known = this.#end ? count : this.total >= 0 ? Math.max(this.total, count) : -1;
    return html`
      <p class="hint sideways">${t('trail.sideways')}</p>
      <div class="trail ${this.actors ? 'with-actors' : ''}" role="grid" aria-rowcount=${known} aria-label=${t('trail.label')}>
        <div class="line head" role="row">
          <span role="columnheader">${t('trail.time')}</span>
          ${this.actors ? html`<span role="columnheader">${t('trail.actor')}</span>` : nothing}
          <span role="columnheader">${t('trail.form')}</span>
          <span role="columnheader">${t('trail.operation')}</span>
          ${this.actors ? nothing : html`<span role="columnheader" class="n">${term(t('trail.subjects'), t('help.subjects'))}</span>`}
          <span role="columnheader">${t('trail.left')}</span>
          <span role="columnheader">${t('trail.address')}</span>
          <span role="columnheader">${t('trail.service')}</span>
        </div>
        <div class="lines" tabindex="0" role="rowgroup" aria-activedescendant=${`line-${this.chosen}`}
          .style=${`--lines:${count}`} @scroll=${this.#scrolled} @keydown=${this.#typed}>
          <div class="space" .style=${`height:${count * ROW}px`}>
            <div class="block" .style=${`transform:translateY(${first * ROW}px)`}>
              ${Array.from({length: last - first}, (_, place) => this.#line(first + place))}
            </div>
          </div>
        </div>
        ${fieldKey(this.#any(row => row.imported), this.#any(row => row.elsewhere.length > 0))}
        <p class="foot">${
          this.state.status === 'failed'
            ? html`<span class="bad" role="alert">${this.state.problem.sentence}</span>
                ${stays(this.state.problem) ? nothing : html`<button type="button" class="quiet" @click=${() => this.#again()}>${t('state.retry')}</button>`}`
            : known >= 0
              ? t('trail.foot', number(Math.min(this.first + 1, count)), number(Math.min(this.first + shown, count)), number(known))
              : t('trail.foot.open', number(Math.min(this.first + 1, count)), number(Math.min(this.first + shown, count)))
        }</p>
      </div>
      ${this.open
        ? html`<w-access .line=${this.open} .question=${this.question} @closed=${() => this.#closed()}></w-access>`
        : nothing}`;
  }

  updated() {
    const lines = this.querySelector('.lines');
    if (lines) {
      this.#resizes.observe(lines);
    }
  }

  #line(place) {
    const row = this.#row(place);
    if (!row) {
      return html`<div class="line waiting" role="row" aria-rowindex=${place + 1}><span role="gridcell"></span></div>`;
    }
    const before = this.#row(place - 1);
    const day = date(row.at);
    const repeats = row.repeats > 0 ? ` ×${number(row.repeats + 1)}` : '';
    return html`<div class="line ${place === this.chosen ? 'chosen' : ''}" role="row" id=${`line-${place}`}
        aria-rowindex=${place + 1} @click=${() => this.#choose(place, true)}>
      <span role="gridcell" class="when"><span class=${before && date(before.at) === day ? 'faint' : ''}>${day.slice(5)}</span>
        ${clock(row.at)}</span>
      ${this.actors ? html`<span role="gridcell" class="actor">${actorName(row.actor, row.role)}</span>` : nothing}
      <span role="gridcell">${formTag(row.form)}</span>
      <span role="gridcell" class="operation" title=${row.operation}>${row.imported
        ? html`<span class="imported" title=${t('access.imported')}>${t('access.imported.short')}</span> ` : nothing}${throughTag(row.through)}${linkedTag(row.linked)}${
        row.parts > 1 ? html`<span class="parts" title=${t('help.parts')}>${parts(row)}</span> ` : nothing}${row.operation}${repeats}</span>
      ${this.actors ? nothing : html`<span role="gridcell" class="n">${number(row.subjects)}</span>`}
      <span role="gridcell" class="fields">${fieldTags(row.plain, 'plain')}${fieldTags(
        row.masked.filter(name => !row.plain.includes(name)), 'masked')}${fieldTags(row.elsewhere, 'elsewhere')}${
        row.plain.length + row.masked.length + row.elsewhere.length === 0 && row.touched.length > 0 ? stayed(row) : nothing}</span>
      <span role="gridcell" class="address">${row.address}</span>
      <span role="gridcell">${named('service', row.service)}</span>
    </div>`;
  }

  #any(holds) {
    return this.#pages.some(page => page.rows?.some(holds));
  }

  #scrolled = event => {
    this.first = Math.floor(event.target.scrollTop / ROW);
  };

  #choose(place, open) {
    const count = this.#count;
    this.chosen = Math.max(0, Math.min(place, count - 1));
    const lines = this.querySelector('.lines');
    const top = this.chosen * ROW;
    if (top < lines.scrollTop) {
      lines.scrollTop = top;
    } else if (top + ROW > lines.scrollTop + lines.clientHeight) {
      lines.scrollTop = top + ROW - lines.clientHeight;
    }
    if (open && this.#row(this.chosen)) {
      this.open = this.#row(this.chosen);
    }
  }

  #typed = event => {
    const page = Math.max(1, Math.floor(event.target.clientHeight / ROW) - 1);
    const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity};
    if (event.key in steps) {
      event.preventDefault();
      this.#choose(this.chosen + steps[event.key], false);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.#choose(this.chosen, true);
    }
  };

  #again() {
    const place = this.state.place;
    this.state = {status: 'ready'};
    this.#fetch(place);
  }

  #closed() {
    this.open = null;
    this.querySelector('.lines')?.focus();
  }
}

/** What a file tells of was not watched: which fields were read is known, and not how they were shown. */
function stayed(row) {
  return row.imported ? fieldTags(row.touched, 'untold') : html`<span class="faint">${t('access.touched')}</span>`;
}

customElements.define('w-trail', TrailList);
