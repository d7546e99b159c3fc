// The questions that were put to whoever looks: what was recorded, what was asked, and room for an answer.
import {html, nothing} from 'lit';
import {get, post} from '../core/api.js';
import {named, t, told} from '../core/language.js';
import {moment, span} from '../core/time.js';
import {View, empty} from '../core/view.js';

export class Questions extends View {
  static every = 60_000;
  static live = true;
  static properties = {...View.properties, quiet: {type: Boolean}, problems: {state: true}};

  constructor() {
    super();
    this.problems = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.refresh();
  }

  ask() {
    return get('/api/questions');
  }

  show(questions) {
    if (questions.length === 0) {
      return this.quiet ? nothing : empty(t('questions.empty'));
    }
    return html`<section class="questions" aria-label=${t('questions.title')}>${questions.map(one => this.#question(one))}</section>`;
  }

  loading() {
    return this.quiet ? nothing : super.loading();
  }

  #question(one) {
    const problem = this.problems[one.alert];
    return html`<article class="question card ${one.open ? 'open' : ''}">
      <header><h2>${one.own ? t('questions.own') : t('questions.other', named('role', one.role), one.actor)}</h2>
        <span class="faint">${span(one.from, one.to)}</span>
        <span class="standing standing-${one.open ? 'asked' : one.more ? 'answered' : 'explained'}">${
          t(one.open ? 'standing.asked' : one.more ? 'questions.done' : 'questions.closed')}</span></header>
      <p class="sentence">${told(one.sentence)}</p>
      <ol class="talk">${one.said.map(each => html`<li class=${each.question ? 'asked' : 'answered'}>
        <p class="said">${each.text}</p><span class="hint">${each.user} · ${moment(each.at)}</span></li>`)}</ol>
      ${one.open || one.more ? html`<form class="answer" @submit=${event => this.#answer(event, one)}>
        ${one.open ? html`<p class="hint">${t('questions.what')}</p>` : nothing}
        <label>${t('questions.answer')}<textarea name="text" rows=${one.open ? 3 : 1} maxlength="2000" required></textarea></label>
        ${problem ? html`<p class="bad" role="alert">${problem.sentence}</p>` : nothing}
        <p class="buttons"><button class=${one.open ? '' : 'plain'}>${t(one.open ? 'questions.send' : 'questions.add')}</button>
          <span class="hint">${t('form.kept')}</span></p></form>` : nothing}
    </article>`;
  }

  async #answer(event, one) {
    event.preventDefault();
    const form = event.target;
    try {
      await post('/api/questions/answer', {alert: one.alert, revision: one.revision, seen: one.seen, text: form.text.value});
      form.reset();
      this.problems = {...this.problems, [one.alert]: undefined};
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      this.problems = {...this.problems, [one.alert]: problem};
    }
    window.dispatchEvent(new Event('whoread-questions'));
    await this.refresh();
  }
}

customElements.define('w-questions', Questions);
