// Whom to warn: whose data a source was given, in numbers, and as a list that the shop turns back with its key.
import {html, nothing} from 'lit';
import {post} from '../core/api.js';
import {Element} from '../core/element.js';
import {named, number, t} from '../core/language.js';
import {span} from '../core/time.js';
import './command.js';
import {coverNote} from './cover.js';
import {figure} from './words.js';

const WAYS = ['plain', 'masked', 'touched', 'untold'];

export class Blast extends Element {
  static properties = {
    // Of the question: actor and role, address or session; from and to.
    source: {attribute: false},
    reason: {},
    answer: {state: true},
    problem: {state: true},
    busy: {state: true},
  };

  willUpdate(changes) {
    if (changes.has('source') && JSON.stringify(this.source) !== JSON.stringify(changes.get('source'))) {
      this.answer = null;
      this.problem = null;
    }
  }

  render() {
    return html`<section class="blast" aria-label=${t('blast.title')}>
      <h2>${t('blast.title')}</h2>
      <p class="hint">${t('blast.means', this.source.actor, span(this.source.from, this.source.to))}</p>
      ${this.answer ? this.#shown(this.answer) : html`<form @submit=${this.#ask}>
        <label>${t('reason.label')}<input name="reason" required maxlength="200" .value=${this.reason ?? ''} placeholder=${t('reason.example')}></label>
        <button ?disabled=${this.busy}>${t('blast.do')}</button></form>`}
      ${this.problem ? html`<p class="bad" role="alert">${this.problem.sentence}</p>` : nothing}
    </section>`;
  }

  #shown({subjects, importedAlone, kinds, accesses, fields, days, ofNobody, cover, from, to}) {
    return html`<div class="figures">${figure(subjects, t('person.subjects', subjects))}
        ${importedAlone ? figure(importedAlone, t('blast.imported'), undefined, true) : nothing}${figure(accesses, t('person.accesses', accesses))}${figure(days.length, t('blast.days', days.length))}
        ${ofNobody ? figure(ofNobody, t('blast.nobody', ofNobody), undefined, true) : nothing}</div>
      ${fields.length ? html`<table class="list"><thead><tr><th>${t('trail.field')}</th>${WAYS.map(way => html`<th class="n">${t(`key.${way}`)}</th>`)}</tr></thead>
        <tbody>${fields.map(one => html`<tr><td class="first">${named('field', one.field)}</td>${WAYS.map(way => html`<td class="n">${number(one[way])}</td>`)}</tr>`)}</tbody></table>` : nothing}
      ${subjects ? html`<button type="button" ?disabled=${this.busy} @click=${this.#download}>${t('blast.list')}</button>
        <p class="hint">${t('blast.back', this.#file)}</p><w-command .command=${match(this.#file, kinds)}></w-command><p class="hint">${t('blast.files')}</p>` : nothing}
      ${coverNote(cover, {from, to})}`;
  }

  /** The list's name: whose reads, and no character that a shell or a disk would mind. */
  get #file() {
    return `affected-${this.source.actor.replace(/[^A-Za-z0-9_-]+/g, '-')}.csv`;
  }

  #ask = async event => {
    event.preventDefault();
    this.given = event.target.reason.value;
    await this.#tried(async () => {
      this.answer = await post('/api/blast', {...this.source, reason: this.given});
    });
  };

  #download = () =>
    this.#tried(async () => {
      const list = await post('/api/blast/list', {...this.source, reason: this.given}, true);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([list], {type: 'text/csv'}));
      link.download = this.#file;
      link.click();
      URL.revokeObjectURL(link.href);
    });

  async #tried(work) {
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }
}

/** By numbers of the kind of which there are most. */
function match(file, kinds) {
  const [[kind]] = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  return `./whoread blast match --list ${file} --ids ${kind}s.csv --column ${kind} --kind ${kind} --key-file key --result warn.csv`;
}

customElements.define('w-blast', Blast);
