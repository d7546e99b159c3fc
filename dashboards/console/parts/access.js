// One access in full, in a drawer at the side.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {get} from '../core/api.js';
import {number, t} from '../core/language.js';
import {changed} from '../core/router.js';
import {DAY, iso, moment} from '../core/time.js';
import {failed, loading} from '../core/view.js';
import {formTag} from './forms.js';
import {actorName, channelTags, fieldKey, fieldTags, parts, roleTag, subjectLink, term} from './words.js';

const MOST = 200;

export class AccessDrawer extends Element {
  static properties = {line: {attribute: false}, question: {attribute: false}, state: {state: true}};

  willUpdate(changes) {
    if (changes.has('line')) {
      this.#ask();
    }
  }

  async #ask() {
    const line = this.line;
    this.state = {status: 'loading'};
    try {
      const {actor, role, subject, alert} = this.question;
      const data = await get('/api/access', {id: line.id, actor, role, subject, alert});
      if (line === this.line) {
        this.state = {status: 'ready', data};
      }
    } catch (problem) {
      this.state = {status: 'failed', problem};
    }
  }

  render() {
    return html`<dialog aria-label=${t('access.title')} @close=${() => this.dispatchEvent(new Event('closed'))}
        @click=${event => event.target === event.currentTarget && event.currentTarget.close()}>
      <div class="drawer">
        <header><h2>${t('access.title')}</h2>
          <button type="button" class="quiet" aria-label=${t('access.close')} @click=${() => this.querySelector('dialog').close()}>✕</button>
        </header>
        ${this.state.status === 'loading' ? loading()
          : this.state.status === 'failed' ? failed(this.state.problem, () => this.#ask())
          : this.#show(this.state.data)}
      </div>
    </dialog>`;
  }

  firstUpdated() {
    this.querySelector('dialog').showModal();
  }

  /** What code read and nothing saw leaving; of what a file tells, nothing was there to see. */
  #stayed(touched) {
    const kind = this.imported ? 'untold' : 'touched';
    return html`<p><span class="channel">${t(`access.${kind}`)}</span> ${fieldTags(touched, kind)}</p>`;
  }

  #show({access, instance, source, trace, purpose, subjects, unattributed, loaded}) {
    this.imported = access.imported;
    const narrow = (name, value) => html`<a href=${changed({[name]: value}) + '#trail'}>${value}</a>`;
    return html`
      <dl class="facts">
        ${fact(t('trail.time'), moment(access.at, true))}
        ${fact(t('trail.actor'), html`${actorName(access.actor, access.role)} ${roleTag(access.role)}`)}
        ${fact(t('access.source'), source)}
        ${fact(t('access.behalf'), access.onBehalfOf)}
        ${fact(t('trail.form'), access.form && formTag(access.form))}
        ${fact(t('trail.operation'), narrow('operation', access.operation))}
        ${fact(t('trail.service'), html`${narrow('service', access.service)} <span class="faint">${instance}</span>`)}
        ${fact(t('trail.address'), access.address && narrow('address', access.address))}
        ${fact(t('access.purpose'), purpose)}
        ${fact(t('access.repeats'), access.repeats > 0 && number(access.repeats))}
        ${fact(t('access.parts'), access.parts > 1 && parts(access))}
        ${fact(t('access.trace'), trace && html`<code>${trace}</code>`)}
        ${fact(t('access.origin'), access.imported && t('access.imported'))}
      </dl>
      <h3>${t('access.subjects', number(subjects.length))}</h3>
      ${fieldKey(access.imported, access.elsewhere.length > 0)}
      <ul class="subjects">${subjects.slice(0, MOST).map(subject => this.#subject(subject))}</ul>
      ${subjects.length > MOST ? html`<p class="hint">${t('access.more', number(subjects.length - MOST))}</p>` : nothing}
      ${unattributed.length ? html`<h3>${term(t('access.nobody'), t('help.nobody'))}</h3>
        <ul class="subjects">${unattributed.map(one => html`<li><p><code>${one.source}</code> × ${number(one.count)}</p>${this.#exposure(one)}</li>`)}</ul>` : nothing}
      ${loaded.length ? html`<h3>${term(t('access.loaded'), t('help.loaded'))}</h3>
        <ul class="subjects">${loaded.map(one => html`<li><p><code class="statement">${one.statement}</code></p>
          <p><span class="channel">${t('access.rows', number(one.rows))}</span> ${fieldTags(one.touched, 'touched')}</p></li>`)}</ul>` : nothing}`;
  }

  #subject(subject) {
    const known = [
      subject.owner && `${t('access.owner')} ${subject.owner}`,
      subject.status && `${t('access.status')} ${subject.status}`,
      subject.placedDay !== null && `${t('alert.placed')} ${iso(subject.placedDay * DAY).slice(0, 10)}`,
    ].filter(Boolean);
    return html`<li>
      <p>${subjectLink(subject)} ${subject.links.map(link => html`<span class="faint">·</span> ${subjectLink(link)} `)}</p>
      ${known.length ? html`<p class="faint">${known.join(' · ')}</p>` : nothing}
      ${this.#exposure(subject)}
    </li>`;
  }

  /** What left, and by which way; then what code read and nothing saw leaving. */
  #exposure({touched, disclosures}) {
    const left = new Set(disclosures.flatMap(one => [...one.plain, ...one.masked]));
    const stayed = touched.filter(field => !left.has(field));
    return html`${disclosures.map(one => html`<p>${channelTags(one)}</p>`)}
      ${stayed.length ? this.#stayed(stayed) : nothing}`;
  }
}

function fact(name, value) {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing;
}

customElements.define('w-access', AccessDrawer);
