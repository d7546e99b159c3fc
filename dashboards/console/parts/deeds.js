// The forms of what is done about an alert. The first element of each says by `ask(fields)` what they ask the collector for.
import {html, nothing} from 'lit';
import {ref} from 'lit/directives/ref.js';
import {named, t} from '../core/language.js';
import {DAY, date, dayStart, iso, nextDay, span} from '../core/time.js';
import {headline} from './headline.js';

/** How long an exception holds unless another day is chosen. */
const USUAL_DAYS = 30;

const FORMS = {assign, ask, explain, propose, confirm: why, reject: why, reopen: why, merge};

export function deedForm(deed, alert, me, help) {
  return FORMS[deed](alert, me, help);
}

/** Makes an element answer for the fields of its form, in which it does not lie yet when it is made. */
function asks(read) {
  return ref(element => {
    if (element) {
      element.ask = read;
    }
  });
}

function textArea(label, example) {
  return html`<label class="text">${label}<textarea name="text" rows="2" maxlength="2000" required placeholder=${example ?? nothing}></textarea></label>`;
}

function why() {
  return html`<div ${asks(fields => ({text: fields.text.value}))}>${textArea(t('form.why'))}</div>`;
}

function assign(alert, me, {colleagues = []}) {
  return html`<div ${asks(fields => ({assignee: fields.assignee.value}))}>
    <label>${t('form.assignee')}<select name="assignee" required>${colleagues
      .filter(one => one.handles && !alert.life.askable.includes(one.name))
      .map(one => html`<option ?selected=${one.name === me.name}>${one.name}</option>`)}</select></label></div>`;
}

function ask(alert, me, {colleagues = []}) {
  const own = alert.life.askable;
  const manager = own.includes(alert.life.manager) || alert.life.manager === me.name ? null : alert.life.manager;
  return html`<div ${asks(fields => ({text: fields.text.value, assignee: fields.assignee.value}))}>
    <label>${t('form.who')}<select name="assignee" required>
      ${own.map(name => html`<option value=${name}>${name}（${t('form.self')}）</option>`)}
      ${manager ? html`<option value=${manager}>${manager}（${t('form.manager')}）</option>` : nothing}
      ${own.length || manager ? nothing : html`<option value=""></option>`}
      ${colleagues.filter(one => !own.includes(one.name) && one.name !== manager && one.name !== me.name).map(one => html`<option>${one.name}</option>`)}
    </select></label>
    ${textArea(t('form.question'), t('form.question.example'))}</div>`;
}

function propose(alert, me, {colleagues = []}) {
  return html`<div ${asks(fields => ({text: fields.text.value, assignee: fields.assignee.value}))}>
    ${textArea(t('form.why'), t('form.propose.example'))}
    <label>${t('form.second')}<select name="assignee"><option value="">${t('form.anybody')}</option>
      ${colleagues.filter(one => one.confirms && !alert.life.askable.includes(one.name)).map(one => html`<option>${one.name}</option>`)}</select></label></div>`;
}

function merge(alert, me, {others}) {
  if (!others) {
    return nothing;
  }
  return html`<fieldset class="choice" ${asks(fields => ({into: fields.into?.value ?? ''}))}><legend>${t('form.into')}</legend>
    ${others.length === 0 ? html`<p class="hint">${t('form.into.none')}</p>` : others.map((other, place) => html`<label>
      <input type="radio" name="into" value=${other.id} required ?checked=${place === 0}>
      <span><span class="when">${span(other.from, other.to)}</span> ${headline(other)}</span></label>`)}</fieldset>`;
}

/** The exception is a sentence with gaps to fill in: so it says what it lets through. */
function explain(alert) {
  const rules = [...new Set(alert.signals.map(signal => signal.rule))];
  const operations = [...new Set(alert.signals.flatMap(signal => signal.operations))];
  const most = Math.ceil(Math.max(1, ...alert.signals.map(signal => signal.observed)));
  const last = date(Date.parse(alert.from) + 365 * DAY);
  const usual = date(Date.now() + USUAL_DAYS * DAY);
  const toggled = event => event.target.form.querySelectorAll('.scope').forEach(part => {
    part.hidden = !event.target.checked;
    part.disabled = !event.target.checked;
  });
  const read = fields => ({
    text: fields.text.value,
    exception: fields.except.checked
      ? {
          scope: fields.scope.value,
          rules: rules.filter(rule => rules.length === 1 || fields[`rule-${rule}`].checked),
          operation: fields.operation.value,
          atMost: Number(fields.most.value),
          until: iso(Math.min(dayStart(nextDay(fields.until.value)), Date.parse(alert.from) + 366 * DAY)),
        }
      : null,
  });
  return html`<div ${asks(read)}>
    ${textArea(t('form.why'), t('form.explain.example'))}
    <label class="check"><input type="checkbox" name="except" @change=${toggled}> ${t('except.toggle')}</label>
    <fieldset class="scope" hidden disabled>
      <!-- The narrower scope is chosen, whatever order the browser meets the two in. -->
      <label>${t('except.of')} <select name="scope">
        ${alert.actor ? html`<option value="actor" ?selected=${true}>${t('except.actor', named('role', alert.role), alert.actor)}</option>` : nothing}
        <option value="group">${t('except.group', named('role', alert.group))}</option></select></label>
      <span class="rules">${t('except.rules')} ${rules.length === 1
        ? html`<b>${named('rule', rules[0])}</b>`
        : rules.map(rule => html`<label class="check"><input type="checkbox" name="rule-${rule}" checked> ${named('rule', rule)}</label>`)}</span>
      <label>${t('except.through')} <select name="operation"><option value="">${t('except.any')}</option>
        ${operations.map(operation => html`<option value=${operation} ?selected=${operations.length === 1}>${operation}</option>`)}</select></label>
      <label>${t('except.most')} <input type="number" name="most" min="1" max="1000000" required .value=${String(most)}> ${t('except.subjects')}</label>
      <label>${t('except.until')} <input type="date" name="until" required min=${date(Date.now())} max=${last} .value=${usual < last ? usual : last}></label>
      <p class="hint">${t('except.plain')}</p>
    </fieldset></div>`;
}
