// One person's trail: how much each day, at which hours, and every access.
import {html, nothing} from 'lit';
import {get, post} from '../core/api.js';
import {named, number, t} from '../core/language.js';
import {changed, navigate, to} from '../core/router.js';
import {moment, rangeOf, weekdayNames} from '../core/time.js';
import {View, failed} from '../core/view.js';
import {FORMS} from '../parts/forms.js';
import {coverNote} from '../parts/cover.js';
import {actorName, figure, roleTag, severity, when} from '../parts/words.js';
import {headline} from '../parts/headline.js';
import '../parts/days.js';
import '../parts/heatmap.js';
import '../parts/questions.js';
import '../parts/range.js';
import '../parts/blast.js';
import '../parts/trail.js';

const USUAL = '30d';
const FIELDS = ['name', 'phone', 'address', 'order-id', 'card-tail', 'bank-card', 'email', 'id-number', 'birth-date', 'purchase', 'free-text'];
const FILTERS = ['service', 'operation', 'address', 'form', 'field'];

export class Person extends View {
  async ask() {
    const range = rangeOf(this.params, USUAL);
    const who = {actor: this.params.get('actor'), role: this.params.get('role'), alert: this.params.get('alert')};
    const answer = await get('/api/actor', {...who, from: range.from, to: range.to});
    return {answer, range, who};
  }

  render() {
    return html`<main class="person">${super.render()}</main>`;
  }

  failed(problem) {
    return problem.code === 'reason-needed' ? this.#reason() : super.failed(problem);
  }

  /** Opening somebody's trail takes a reason. */
  #reason() {
    const actor = this.params.get('actor');
    return html`<form class="card reason" @submit=${this.#give}>
      <h1>${t('reason.title', actor)}</h1>
      <p>${t('reason.why')}</p>
      <label>${t('reason.label')}<input name="reason" required maxlength="200" placeholder=${t('reason.example')} autofocus></label>
      ${this.refused ? html`<p class="bad" role="alert">${this.refused.sentence}</p>` : nothing}
      <button>${t('reason.do')}</button>
    </form>`;
  }

  #give = async event => {
    event.preventDefault();
    try {
      await post('/api/actor/open', {actor: this.params.get('actor'), role: this.params.get('role'), reason: event.target.reason.value});
      this.refused = null;
      this.reload();
    } catch (problem) {
      this.refused = problem;
      this.requestUpdate();
    }
  };

  updated() {
    if (this.state.status === 'ready' && location.hash === '#trail' && this.scrolledFor !== location.href) {
      this.scrolledFor = location.href;
      this.querySelector('#trail')?.scrollIntoView();
    }
  }

  show({answer, range, who}) {
    const narrowed = Object.fromEntries(
      [...FILTERS, 'weekday', 'hour'].map(name => [name, this.params.get(name)]).filter(([, value]) => value));
    const question = {...who, from: answer.from, to: answer.to, zone: answer.zone, ...narrowed};
    const whole = Object.keys(narrowed).length === 0;
    // Of the own alerts people see what they were asked, and no more.
    const own = this.me.actor === answer.actor && this.me.role === answer.role;
    const post = [['team', answer.team], ['joined', answer.firstDay], ['left', answer.lastDay]]
      .filter(([, value]) => value)
      .map(([name, value]) => t(`person.${name}`, value));
    return html`
      <header>
        <h1>${actorName(answer.actor, answer.role)} ${roleTag(answer.role)}</h1>
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['24h', '7d', '30d', '90d']}></w-range>
      </header>
      ${post.length ? html`<p class="hint">${post.join(t('list.comma'))}</p>` : nothing}
      <section class="figures" aria-label=${t('person.totals')}>
        ${figure(answer.accesses, t('person.accesses', answer.accesses), '#trail', false, t('help.accesses'))}
        ${figure(answer.subjects, t('person.subjects', answer.subjects), '#trail', false, t('help.subjects'))}
        ${own ? nothing : figure(answer.alerts.length, t('person.alerts', answer.alerts.length), answer.alerts.length ? '#alerts' : undefined)}
        ${answer.first ? when(answer.first, t('person.first')) : nothing}
        ${answer.last ? when(answer.last, t('person.last')) : nothing}
      </section>
      ${own ? html`<w-questions quiet></w-questions>` : nothing}
      ${coverNote(answer.cover, {from: answer.from, to: answer.to})}
      ${answer.alerts.length && !own
        ? html`<section id="alerts"><ul class="brief">${answer.alerts.slice(0, 5).map(
            alert => html`<li>${severity(alert.severity)} <span class="when">${moment(alert.to)}</span>
              <a href=${to('/alert', {id: alert.id})}>${headline(alert)}</a></li>`)}</ul>
            ${answer.alerts.length > 5
              ? html`<p class="foot"><a href=${to('/alerts', {actor: answer.actor, role: answer.role, from: answer.from, to: answer.to})}>${t('person.alerts.all', number(answer.alerts.length))}</a></p>`
              : nothing}</section>`
        : nothing}
      <div class="pictures">
        <w-days .days=${answer.days}></w-days>
        <w-heatmap .counts=${answer.heatmapSubjects} .accesses=${answer.heatmap} .shift=${answer.shift ?? null}
          .hours=${answer.shiftHours} .zone=${answer.shiftZone}></w-heatmap>
      </div>
      <section id="trail">
        <header><h2>${t('trail.title')}</h2>${this.#filters(narrowed)}</header>
        <w-trail .question=${question} total=${whole ? answer.accesses : -1}></w-trail>
      </section>
      ${own || !answer.actor || !this.me.roles.includes('responder') ? nothing
        : html`<w-blast .source=${{actor: answer.actor, role: answer.role, from: answer.from, to: answer.to}}></w-blast>`}`;
  }

  #filters(narrowed) {
    const choose = name => event => navigate(changed({[name]: event.target.value}));
    const chips = Object.entries(narrowed).filter(([name]) => name !== 'form' && name !== 'field' && name !== 'hour');
    return html`<div class="filters">
      ${chips.map(([name, value]) => html`<a class="chip" href=${changed(name === 'weekday' ? {weekday: null, hour: null} : {[name]: null})}>
        ${name === 'weekday' ? `${weekdayNames()[value - 1]} ${String(narrowed.hour).padStart(2, '0')}:00` : html`<span class="faint">${t(`trail.${name}`)}</span> ${value}`}
        <span aria-hidden="true">✕</span></a>`)}
      <select aria-label=${t('trail.form')} @change=${choose('form')}>
        <option value="">${t('trail.any.form')}</option>
        ${FORMS.filter(form => form !== 'other').map(form => html`<option value=${form} ?selected=${narrowed.form === form}>${named('form', form)}</option>`)}
      </select>
      <select aria-label=${t('trail.field')} @change=${choose('field')}>
        <option value="">${t('trail.any.field')}</option>
        ${FIELDS.map(field => html`<option value=${field} ?selected=${narrowed.field === field}>${named('field', field)}</option>`)}
      </select>
    </div>`;
  }
}

customElements.define('v-person', Person);
