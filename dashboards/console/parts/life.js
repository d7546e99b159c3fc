// What is done about an alert: how it stands, what may be done now, and what people said. What is typed stays while others
// change the alert; it is sent with what the page showed when its form was opened, so that nobody decides on what they have not seen.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {get, post} from '../core/api.js';
import {number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {moment, span} from '../core/time.js';
import {exceptionTold, standing} from './standing.js';
import {deedForm} from './deeds.js';

/** What stands as a button by itself; whatever else is allowed stands behind "more". */
const FOREMOST = {
  open: ['claim'],
  claimed: ['ask', 'explain', 'propose'],
  asked: ['explain', 'propose'],
  answered: ['explain', 'propose', 'ask'],
  proposed: ['confirm', 'reject'],
};

export class Life extends Element {
  static properties = {
    alert: {attribute: false},
    me: {attribute: false},
    doing: {state: true},
    problem: {state: true},
    busy: {state: true},
    help: {state: true},
  };

  /** What the page showed when the form was opened. */
  #seen;

  render() {
    const {life} = this.alert;
    return html`<section class="life card" aria-label=${t('life.title')}>
      <header>${standing(life.standing)} <span class="state-told">${this.#told(life)}</span>
        <span class="deeds">${this.#deeds(life)}</span></header>
      ${life.reopened ? html`<p class="warned">${t('life.reopened', number(life.reopened))}</p>` : nothing}
      ${this.doing ? this.#form() : this.#trouble()}
      ${life.exceptions.map(one => html`<p class="exception">${exceptionTold(one)}
        ${this.#may('comment') && this.me.roles.includes('responder')
          ? html`<button type="button" class="quiet" ?disabled=${this.busy} @click=${() => this.#end(one.id)}>${t('deed.end')}</button>`
          : nothing}</p>`)}
      ${life.parts.length ? html`<p class="parts">${t('life.parts')} ${life.parts.map(
        part => html`<a href=${to('/alert', {id: part.id})}>${span(part.from, part.to)}</a> `)}</p>` : nothing}
      ${life.steps.length ? html`<ol class="history">
        ${life.earlier ? html`<li class="faint">${t('life.earlier', number(life.earlier))}</li>` : nothing}
        ${life.steps.map(one => this.#step(one))}</ol>` : nothing}
      ${this.#may('comment') ? html`<form class="note" @submit=${this.#comment}>
        <input name="text" maxlength="2000" required autocomplete="off" aria-label=${t('form.comment')} placeholder=${t('form.comment')}>
        <button class="quiet" ?disabled=${this.busy}>${t('deed.comment')}</button></form>` : nothing}
    </section>`;
  }

  #may(deed) {
    return this.alert.life.allowed.includes(deed);
  }

  #told({standing: name, holder, turn, proposer, second, into}) {
    if (name === 'proposed') {
      return html`${second ? t('life.second.you') : t('life.second', proposer)}${turn ? t('life.second.named', turn) : nothing}`;
    }
    if (name === 'merged') {
      return html`<a href=${to('/alert', {id: into})}>${t('life.into')}</a>`;
    }
    return html`${holder ? t('life.with', holder) : t('life.nobody')}${name === 'asked' ? html` · ${t('life.waits', turn)}` : nothing}`;
  }

  #deeds({standing: name, allowed, holder}) {
    const first = (FOREMOST[name] ?? []).filter(deed => allowed.includes(deed));
    const rest = allowed.filter(deed => !first.includes(deed) && deed !== 'comment' && deed !== 'answer'
      && !(deed === 'claim' && holder === this.me.name));
    if (allowed.includes('claim')) {
      rest.push('assign');
    }
    return html`${first.map((deed, place) => html`<button type="button" class=${place === 0 && name !== 'claimed' ? '' : 'plain'}
        ?disabled=${this.busy} aria-expanded=${this.doing === deed} @click=${() => this.#begin(deed)}>${t(`deed.${deed}`)}</button>`)}
      ${rest.length === 1 ? html`<button type="button" class="plain" ?disabled=${this.busy} @click=${() => this.#begin(rest[0])}>${t(`deed.${rest[0]}`)}</button>` : nothing}
      ${rest.length > 1 ? html`<details class="more"><summary>${t('life.more')}</summary>
        <div>${rest.map(deed => html`<button type="button" class="quiet" ?disabled=${this.busy} @click=${event => {
          event.target.closest('details').open = false;
          this.#begin(deed);
        }}>${t(`deed.${deed}`)}</button>`)}</div></details>` : nothing}`;
  }

  #step(one) {
    const given = one.kind === 'claimed' && one.assignee !== one.user;
    const what = given ? t('step.assigned', one.assignee) : t(`step.${one.kind}`, one.assignee);
    return html`<li class="step step-${one.kind}">
      <span class="when">${moment(one.at)}</span>
      <div><b>${one.user}</b> <span class="what">${one.into ? html`<a href=${to('/alert', {id: one.into})}>${what}</a>` : what}</span>
        ${one.text ? html`<p class="said">${one.text}</p>` : nothing}
        ${one.exception && one.kind === 'explained' ? html`<p class="hint">${exceptionTold(one.exception)}</p>` : nothing}</div></li>`;
  }

  #trouble() {
    if (!this.problem) {
      return nothing;
    }
    return html`<p class="bad" role="alert">${this.problem.code === 'meanwhile'
      ? html`${t('life.conflict')} ${this.problem.revision > this.#seen.revision ? t('life.grown', number(this.problem.revision)) : nothing}`
      : this.problem.sentence}</p>`;
  }

  #form() {
    return html`<form class="deed" @submit=${this.#submit}>
      ${deedForm(this.doing, this.alert, this.me, this.help ?? {})}
      ${this.#trouble()}
      <p class="buttons"><button ?disabled=${this.busy}>${t(`deed.${this.doing}`)}</button>
        <button type="button" class="quiet" @click=${this.#cancel}>${t('life.cancel')}</button>
        <span class="hint">${t('form.kept')}</span></p>
    </form>`;
  }

  async #begin(deed) {
    this.problem = null;
    this.#look();
    if (deed === 'claim' || deed === 'release') {
      return this.#do(deed, {});
    }
    this.doing = deed;
    this.help = await helpFor(deed, this.alert, problem => (this.problem = problem));
    await this.updateComplete;
    this.querySelector('.deed textarea, .deed select')?.focus();
  }

  #look() {
    this.#seen = {revision: this.alert.revision, seen: this.alert.life.seen};
  }

  #cancel = () => {
    this.doing = null;
    this.problem = null;
  };

  #submit = event => {
    event.preventDefault();
    // Nothing is asked before there is something to choose from.
    const asked = event.target.firstElementChild.ask?.(event.target.elements);
    if (asked) {
      this.#do(this.doing === 'assign' ? 'claim' : this.doing, asked);
    }
  };

  #comment = async event => {
    event.preventDefault();
    const form = event.target;
    this.#look();
    if (await this.#do('comment', {text: form.text.value})) {
      form.reset();
    }
  };

  async #end(id) {
    this.busy = true;
    this.problem = null;
    try {
      await post('/api/exceptions/end', {id});
      this.dispatchEvent(new CustomEvent('taken', {detail: await get('/api/alert', {id: this.alert.id})}));
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  async #do(deed, what) {
    if (!this.#seen) {
      this.#look();
    }
    this.busy = true;
    this.problem = null;
    try {
      const alert = await post(`/api/alert/${deed}`, {alert: this.alert.id, ...this.#seen, ...what});
      if (deed !== 'comment') {
        this.doing = null;
      }
      this.#seen = undefined;
      this.dispatchEvent(new CustomEvent('taken', {detail: alert}));
      return true;
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      this.problem = problem;
      if (problem.status === 409) {
        const before = this.#seen;
        this.dispatchEvent(new CustomEvent('taken', {detail: await get('/api/alert', {id: this.alert.id})}));
        await this.updateComplete;
        // From here on it has been seen.
        this.#look();
        this.problem = Object.assign(problem, {revision: this.alert.revision > before.revision ? this.alert.revision : 0});
        this.#seen = {...this.#seen};
      }
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** What a form has to choose from. */
async function helpFor(deed, alert, failed) {
  try {
    switch (deed) {
      case 'assign':
      case 'ask':
      case 'propose':
        return {colleagues: await get('/api/colleagues')};
      case 'merge': {
        const since = new Date(Date.parse(alert.to) - 90 * 86_400_000).toISOString();
        const answer = await get('/api/alerts', {actor: alert.actor, role: alert.role, state: 'open,claimed,asked,answered', from: since, limit: 20});
        return {others: answer.alerts.filter(other => other.id !== alert.id)};
      }
      default:
        return {};
    }
  } catch (problem) {
    failed(problem);
    return {};
  }
}

customElements.define('w-life', Life);
