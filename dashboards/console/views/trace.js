// 泄露溯源: from a list of victims to who could have leaked it. The list leaves this form in a request's body, and is kept nowhere.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {post} from '../core/api.js';
import {named, number, t, told} from '../core/language.js';
import '../parts/blast.js';
import {coverNote} from '../parts/cover.js';
import {explained} from '../parts/explained.js';
import {lanes} from '../parts/lanes.js';
import {matrix} from '../parts/matrix.js';
import {figure, personLink, roleTag, term, thingLink} from '../parts/words.js';

/** So many sources are shown beside each other; further ones on demand. */
const COLUMNS = 8;
const ROWS = 10;

export class Trace extends Element {
  static properties = {problem: {state: true}, faults: {state: true}, busy: {state: true}, answer: {state: true}, chosen: {state: true}, all: {state: true}};

  render() {
    return html`<main class="trace">${this.answer ? this.#result(this.answer) : this.#form()}</main>`;
  }

  #form() {
    return html`<form class="card" autocomplete="off" @submit=${this.#submit}>
      <h1>${t('trace.title')}</h1>
      <p>${t('trace.why')}</p>
      <label>${t('trace.list')}<textarea name="list" required spellcheck="false" autocomplete="off" placeholder=${t('trace.example')} .value=${this.list ?? ''}></textarea></label>
      <label>${t('trace.file')}<input type="file" accept=".csv,.txt,text/csv,text/plain" @change=${this.#read}></label>
      <p class="hint">${t('trace.columns')}</p>
      <label>${t('reason.label')}<input name="reason" required maxlength="200" placeholder=${t('reason.example')} .value=${this.reason ?? ''}></label>
      ${this.problem ? html`<p class="bad" role="alert">${this.problem.sentence}</p>` : nothing}
      ${this.faults ? html`<div role="alert">${leftOut(this.faults, 'trace.refused')}</div>` : nothing}
      <button ?disabled=${this.busy}>${t('trace.do')}</button>
      <p class="hint">${t('trace.hint')}</p>
    </form>`;
  }

  #read = async event => {
    const [file] = event.target.files;
    if (file) {
      this.querySelector('[name=list]').value = await file.text();
    }
  };

  #submit = async event => {
    event.preventDefault();
    const {list, reason} = event.target;
    this.busy = true;
    this.problem = null;
    this.faults = null;
    // Kept until the page is left: a list that cannot be traced is mended, not pasted again.
    this.list = list.value;
    this.reason = reason.value;
    try {
      const answer = await post('/api/trace', {list: list.value, reason: reason.value});
      if (answer.cases.length || answer.canaries.length) {
        this.answer = answer;
        this.chosen = {};
      } else {
        this.faults = answer.problems;
      }
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  };

  #again = () => {
    this.answer = null;
    this.list = null;
    this.reason = null;
  };

  #result({cases, problems, cover, ways, canaries}) {
    return html`<header><h1 class="unseen">${t('trace.title')}</h1>
        <button type="button" class="quiet" @click=${this.#again}>${t('trace.again')}</button></header>
      ${canaries.length ? html`<section class="several" role="note"><h2>${t('trace.canaries')}</h2><ul>${canaries.map(bait)}</ul></section>` : nothing}
      ${cases.map(one => this.#case(one, linesLeftOut(problems)))}
      ${cover ? coverNote(cover, {}) : nothing}
      ${this.#ways(ways)}
      ${problems.length ? leftOut(problems) : nothing}`;
  }

  #case(one, leftOut) {
    // Who read no more than by chance is told of below.
    const likely = {...one, suspects: one.suspects.filter(source => source.supported || source.explained > source.expected)};
    const chosen = likely.suspects[this.chosen[one.case] ?? 0];
    return html`
      ${one.case ? html`<h2>${t('trace.case', one.case)}</h2>` : nothing}
      ${this.#judged(one, leftOut)}
      ${chosen ? html`
        <section><h2>${t('trace.persons')}</h2>${this.#persons(likely)}</section>
        ${matrix(one.windows, likely.suspects.slice(0, COLUMNS), source => source.actor)}
        ${lanes(one.windows, chosen, chosen.actor)}
        <w-blast reason=${this.reason} .source=${{actor: chosen.actor, role: chosen.role, ...whole(one.windows)}}></w-blast>` : nothing}
      ${this.#others(one)}
      ${this.#excluded(one)}
      ${this.#rivals(one)}
      ${meant(one)}
      ${one.knew_not_guarded.length ? html`<p class="hint">${t('trace.unguarded', one.knew_not_guarded.map(name => named('field', name)).join(t('list.comma')))}</p>` : nothing}
      ${one.fields_unknown ? html`<p class="hint">${t('trace.fields.unknown')}</p>` : nothing}`;
  }

  #judged(one, leftOut) {
    const first = one.suspects[0];
    const kind = {supported: 'supported', 'not-supported': 'none', 'cannot-tell': 'untold'}[one.verdict];
    return html`<section class="judged ${kind} ${one.imported_alone ? 'imported' : ''}" role="status">
      <h1>${kind === 'supported' ? t(one.imported_alone ? 'trace.supported.imported' : 'trace.supported', `${first.actor} (${named('role', first.role)})`) : t(`trace.${kind}`)}</h1>
      <p>${one.supported
        ? t('trace.explains', number(first.explained), number(first.of), number(first.expected, 1))
        : kind === 'untold' && isPartly(one) ? t('trace.untold.cover', number(one.whole), number(one.victims))
          : one.suspects.length ? t(`trace.${kind}.means`) : t('trace.nobody')}
        ${one.supported && isPartly(one) ? t('trace.cover.partly', number(one.whole), number(one.victims)) : ''}
        ${one.imported_alone ? t('trace.imported.means') : ''}
        ${one.supported ? '' : beside(one)}</p>
      <div class="figures">${figure(one.victims, t('trace.victims', one.victims))}
        ${one.untraced.length ? figure(one.untraced.length, t('trace.untraced', one.untraced.length), undefined, true) : nothing}
        ${leftOut ? figure(leftOut, t('trace.leftout', leftOut), undefined, true) : nothing}
        ${isPartly(one) ? nothing : figure(cleared(one), t('trace.excluded', cleared(one)))}</div>
    </section>`;
  }

  #persons(one) {
    const shown = this.all ? one.suspects : one.suspects.slice(0, ROWS);
    const knew = one.suspects.some(source => source.knew_met + source.knew_unmet.length > 0);
    return html`<table class="list sources">
      <thead><tr><th>${t('trace.source')}</th><th>${t('trace.against')}</th><th>${term(t('trace.p'), t('help.trace.p'))}</th>
        <th class="n">${term(t('trace.ratio'), t('help.trace.ratio'))}</th>${knew ? html`<th class="n">${term(t('trace.knew'), t('help.trace.knew'))}</th>` : nothing}<th>${t('trace.lag')}</th></tr></thead>
      <tbody>${shown.map((source, at) => html`<tr class=${at === (this.chosen[one.case] ?? 0) ? 'chosen' : ''} @click=${() => this.#choose(one.case, at)}>
        <td class="first">${personLink(source.actor, source.role, {range: '90d'})} ${roleTag(source.role)}</td>
        ${numbers(source)}
        ${knew ? html`<td class="n">${number(source.knew_met)}</td>` : nothing}
        <td>${lag(source, one.windows)}</td></tr>`)}</tbody></table>
      ${one.suspects.length > shown.length ? html`<button type="button" class="quiet" @click=${() => (this.all = true)}>${t('trace.more', number(one.suspects.length - shown.length))}</button>` : nothing}`;
  }

  #choose(name, at) {
    this.chosen = {...this.chosen, [name]: at};
  }

  #others(one) {
    const kinds = Object.entries(one.others).filter(([, ranking]) => ranking.sources.length);
    return kinds.length === 0 ? nothing : html`<section class="others"><h2>${t('trace.others')}</h2><p class="hint">${t('trace.others.hint')}</p>
      ${kinds.map(([kind, ranking]) => html`<details ?open=${ranking.supported}><summary>${named('source', kind)}
          ${ranking.supported ? html`<span class="bad">${t('trace.yes')}</span>` : html`<span class="faint">${ranking.cannot_tell ? t('trace.untold') : t('trace.none.kind')}</span>`}</summary>
        <table class="list"><tbody>${ranking.sources.slice(0, ROWS).map(source => html`<tr>
          <td class="first">${source.name} ${source.service ? html`<span class="faint">${source.service}</span>` : nothing}</td>${numbers(source)}</tr>`)}</tbody></table></details>`)}</section>`;
  }

  /** Nobody is excluded by a trail that may lack reads. */
  #excluded(one) {
    const {excluded} = one;
    return html`<section class="out"><h2>${t(isPartly(one) ? 'trace.out.partly' : 'trace.out')}</h2>
      ${isPartly(one) ? html`<p>${t('trace.out.partly.means', number(one.victims - one.whole))}</p>` : nothing}
      <p>${t('trace.out.means', number(excluded.active), number(excluded.read_none), number(excluded.no_more_than_chance))}</p>
      ${excluded.persons.length ? html`<div class="scroll"><table class="list"><tbody>${excluded.persons.map(one => html`<tr><td class="first">${personLink(one.actor, one.role, {range: '90d'})} ${roleTag(one.role)}</td>
        <td>${t('trace.out.row', number(one.explained), number(one.of), number(one.expected, 1))}</td></tr>`)}</tbody></table></div>` : nothing}</section>`;
  }

  #rivals({rivals}) {
    return rivals.map(rival => html`<section class="rival"><h2>${t('trace.rival')}</h2>
      ${rival.password_known.length ? html`<p>${t('trace.rival.password', number(rival.password_known.length))}</p>` : nothing}
      ${rival.seen.length ? html`<p>${t('trace.rival.seen', number(new Set(rival.seen.map(seen => seen.line)).size))}</p>` : nothing}</section>`);
  }

  #ways(ways) {
    return !ways.length ? nothing : html`<section class="ways-out"><h2>${t('trace.ways')}</h2><p class="hint">${t('trace.ways.hint')}</p>
      <table class="list"><tbody>${ways.map(way => html`<tr><td class="first">${told(way.name)}</td>
        <td class=${way.state}>${t(`ways.${way.state}`)} ${way.worst < way.days ? html`<span class="faint">${t('ways.days', number(way.worst), number(way.days))}</span>` : nothing}</td></tr>`)}</tbody></table></section>`;
  }
}

function numbers(source) {
  return html`<td>${explained(source)} ${source.supported ? html`<b class="bad">${t('trace.yes')}</b>` : nothing}
      ${source.of_beyond > 0 && source.of_beyond < source.of ? html`<span class="faint">· ${t('trace.beyond', number(source.beyond), number(source.of_beyond))}</span>` : nothing}
      ${source.explained_imported ? html`<span class="faint">· ${t('trace.imported.of', number(source.explained_imported))}</span>` : nothing}</td>
    <td>${source.p < 0.001 ? '< 0.1%' : `${number(100 * source.p, source.p < 0.1 ? 1 : 0)}%`}</td>
    <td class="n">${number(tenth(source.log_likelihood_ratio / Math.LN10), 1)}</td>`;
}

/** Where no person is supported, what else is. */
function beside({others}) {
  const kinds = Object.entries(others).filter(([, ranking]) => ranking.supported);
  return kinds.length ? t('trace.beside', kinds.map(([kind, ranking]) => `${named('source', kind)} ${ranking.sources[0].name}`).join(t('list.comma'))) : '';
}

/** What lines without an order number were taken for. */
function meant({identities}) {
  const lines = identities.filter(one => one.resolved || one.candidates > 1);
  return !lines.length ? nothing : html`<section class="meant"><h2>${t('trace.meant')}</h2><p class="hint">${t('trace.meant.hint')}</p>
    <ul>${lines.map(one => html`<li><span class="faint">${t('trace.line', one.line)}</span> ${thingLink(one)}
      ${one.candidates > 1 ? t('trace.meant.of', number(one.candidates)) : ''} ${one.resolved ? html`<span class="faint">${t('trace.meant.resolved')}</span>` : nothing}</li>`)}</ul></section>`;
}

/** How many; the first names the columns, and is none of them. */
function linesLeftOut(problems) {
  return new Set(problems.map(one => one.line).filter(line => line > 1)).size;
}

/** Each fault of a line once: two columns may be unknown. */
function leftOut(problems, title = 'trace.problems') {
  const told = new Map(problems.map(one => [`${one.line} ${one.fault}`, one]));
  return html`<section class="problems"><h2>${t(title)}</h2>
    <ul>${[...told.values()].map(one => html`<li><span class="faint">${t('trace.line', one.line)}</span> ${named('victims', one.fault)}</li>`)}</ul></section>`;
}

function bait({line, label, channelKind, channel}) {
  return html`<li>${t('trace.line', line)}: ${channelKind ? t('canary.told.of', label, t(`canary.${channelKind}`), channel) : t('canary.told', label)}</li>`;
}

/** So that nothing is told as "-0". */
function tenth(value) {
  return Math.round(10 * value) / 10 || 0;
}

/** From the first purchase to the last fraud. */
function whole(windows) {
  const end = windows.reduce((last, one) => (one.to > last ? one.to : last), windows[0].to);
  return {from: windows.reduce((first, one) => (one.from < first ? one.from : first), windows[0].from), to: new Date(Math.min(Date.parse(end) + 1, Date.now())).toISOString()};
}

function isPartly({whole, victims}) {
  return whole !== undefined && whole < victims;
}

function cleared({excluded}) {
  return excluded.read_none + excluded.no_more_than_chance;
}

/** Half of its reads lie nearer to the fraud. */
function lag({reads}, windows) {
  const frauds = new Map(windows.map(one => [one.line, Date.parse(one.to)]));
  const lags = reads.filter(read => read.days_to_fraud !== undefined)
    .map(read => frauds.get(read.line) - Date.parse(read.last)).sort((a, b) => a - b);
  const minutes = lags[lags.length >> 1] / 60_000;
  return !lags.length ? nothing
    : minutes < 1 ? t('trace.lag.soon')
    : minutes < 120 ? t('trace.lag.minutes', number(minutes, 0))
    : minutes < 2 * 1_440 ? t('trace.lag.hours', number(minutes / 60, 0))
    : t('trace.lag.days', number(minutes / 1_440, 0));
}

customElements.define('v-trace', Trace);
