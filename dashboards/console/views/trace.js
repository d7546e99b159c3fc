// 泄露溯源: from a list of victims to who could have leaked it. A result has an address of its own, and no number of the list.
import {html, nothing} from 'lit';
import {named, number, t, told} from '../core/language.js';
import {navigate} from '../core/router.js';
import {date, moment} from '../core/time.js';
import {find} from '../core/traces.js';
import {View} from '../core/view.js';
import '../parts/blast.js';
import {coverNote} from '../parts/cover.js';
import {explained} from '../parts/explained.js';
import {lanes} from '../parts/lanes.js';
import {matrix} from '../parts/matrix.js';
import {columns, leftOut} from '../parts/victims.js';
import {figure, personLink, roleTag, term, thingLink} from '../parts/words.js';

/** So many sources are shown beside each other; further ones on demand. */
const COLUMNS = 8;
const ROWS = 10;

/** Faults of the line that names the columns, and of none of the victims'. */
const OF_COLUMNS = ['column-unknown', 'column-twice', 'columns-guessed'];

export class Trace extends View {
  static properties = {chosen: {state: true}, all: {state: true}};

  async ask() {
    const id = this.params.get('result');
    this.chosen = {};
    return id ? find(id) : null;
  }

  render() {
    return html`<main class="trace">${super.render()}</main>`;
  }

  show(answer) {
    return answer ? this.#result(answer) : this.#form();
  }

  /** A collector that was started anew has no results. */
  failed(problem) {
    return problem.code === 'no-such-trace' ? html`<p class="told gone" role="alert">${problem.sentence}</p>${this.#form()}` : super.failed(problem);
  }

  #form() {
    return html`<w-victims .params=${this.params}></w-victims>`;
  }

  #result({cases, problems, cover, ways, canaries, unnamed, at, reason}) {
    const left = problems.filter(one => one.fault !== 'columns-guessed');
    return html`<header><h1 class="unseen">${t('trace.title')}</h1>
        <button type="button" class="quiet" @click=${() => navigate('/trace')}>${t('trace.again')}</button>
        <span class="hint">${t('trace.at', moment(at), reason)}</span></header>
      ${unnamed ? html`<p class="told" role="note">${t('trace.unnamed', columns(unnamed.taken).map((name, place) => t('trace.unnamed.one', place + 1, name)).join(t('list.comma')))}</p>` : nothing}
      ${canaries.length ? html`<section class="several" role="note"><h2>${t('trace.canaries')}</h2><ul>${canaries.map(bait)}</ul></section>` : nothing}
      ${cases.map(one => this.#case(one, linesLeftOut(problems), reason))}
      ${cover ? coverNote(cover, {}) : nothing}
      ${this.#ways(ways)}
      ${left.length ? leftOut(left) : nothing}`;
  }

  /** What is to be done comes first, and then what it rests on. */
  #case(one, leftOut, reason) {
    // Who read no more than by chance is told of below.
    const likely = {...one, suspects: one.suspects.filter(source => source.supported || source.explained > source.expected)};
    const chosen = likely.suspects[this.chosen[one.case] ?? 0];
    const warn = chosen ? html`<w-blast reason=${reason} .source=${{actor: chosen.actor, role: chosen.role, ...whole(one.windows)}}></w-blast>` : nothing;
    return html`
      ${one.case ? html`<h2>${t('trace.case', one.case)}</h2>` : nothing}
      ${this.#judged(one, leftOut)}
      ${this.#excluded(one)}
      ${one.supported ? warn : nothing}
      ${chosen ? html`
        <section><h2>${t('trace.persons')}</h2><p class="hint">${t('trace.persons.hint')}</p>${this.#persons(likely)}</section>
        ${matrix(one.windows, likely.suspects.slice(0, COLUMNS), source => source.actor)}
        ${lanes(one.windows, chosen, chosen.actor)}` : nothing}
      ${one.supported ? nothing : warn}
      ${this.#others(one)}
      ${this.#rivals(one)}
      ${meant(one)}
      ${one.knew_not_guarded.length ? html`<p class="hint">${t('trace.unguarded', one.knew_not_guarded.map(name => named('field', name)).join(t('list.comma')))}</p>` : nothing}
      ${one.fields_unknown ? html`<p class="hint">${t('trace.fields.unknown')}</p>` : nothing}`;
  }

  #judged(one, leftOut) {
    const first = one.suspects[0];
    const sources = one.suspects.filter(source => source.supported).map(source => `${source.actor} (${named('role', source.role)})`);
    const supported = `trace.supported${one.imported_alone ? '.imported' : ''}${sources.length > 1 ? '.several' : ''}`;
    const kind = {supported: 'supported', 'not-supported': 'none', 'cannot-tell': 'untold'}[one.verdict];
    return html`<section class="judged ${kind} ${one.imported_alone ? 'imported' : ''}" role="status">
      <h1>${kind === 'supported' ? t(supported, sources.join(t('list.comma'))) : t(`trace.${kind}`)}</h1>
      <p>${one.supported
        ? t(sources.length > 1 ? 'trace.explains.first' : 'trace.explains', number(first.explained), number(first.of), number(first.expected, 1), chance(first.p), first.actor)
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
      <thead><tr><th>${t('trace.source')}</th>${numberHeads()}${knew ? html`<th class="n">${term(t('trace.knew'), t('help.trace.knew'))}</th>` : nothing}<th>${t('trace.lag')}</th></tr></thead>
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
        <table class="list"><thead><tr><th>${t('trace.source')}</th>${numberHeads()}</tr></thead><tbody>${ranking.sources.slice(0, ROWS).map(source => html`<tr>
          <td class="first">${source.name} ${source.service ? html`<span class="faint">${source.service}</span>` : nothing}</td>${numbers(source)}</tr>`)}</tbody></table></details>`)}</section>`;
  }

  /** Nobody is excluded by a trail that may lack reads. */
  #excluded(one) {
    if (!one.windows.length) {
      return nothing;
    }
    const {active, read_none: none, no_more_than_chance: few, persons} = one.excluded;
    const {from, to} = whole(one.windows);
    return html`<section class="out"><h2>${t(isPartly(one) ? 'trace.out.partly' : 'trace.out')}</h2>
      <p>${t('trace.out.means', number(active), number(none), number(few), date(from), date(to))}
        ${isPartly(one) ? t('trace.out.partly.means', number(one.victims - one.whole)) : ''}</p>
      ${persons.length ? html`<details><summary>${t('trace.out.who')}</summary><div class="scroll"><table class="list"><tbody>${persons.map(one => html`<tr><td class="first">${personLink(one.actor, one.role, {range: '90d'})} ${roleTag(one.role)}</td>
        <td>${t('trace.out.row', number(one.explained), number(one.of), number(one.expected, 1))}</td></tr>`)}</tbody></table></div></details>` : nothing}</section>`;
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

function numberHeads() {
  return html`<th>${t('trace.against')}</th><th>${term(t('trace.p'), t('help.trace.p'))}</th><th class="n">${term(t('trace.ratio'), t('help.trace.ratio'))}</th>`;
}

function numbers(source) {
  return html`<td>${explained(source)} ${source.supported ? html`<b class="bad">${t('trace.yes')}</b>` : nothing}
      ${source.of_beyond > 0 && source.of_beyond < source.of ? html`<span class="faint">· ${t('trace.beyond', number(source.beyond), number(source.of_beyond))}</span>` : nothing}
      ${source.explained_imported ? html`<span class="faint">· ${t('trace.imported.of', number(source.explained_imported))}</span>` : nothing}</td>
    <td>${chance(source.p)}</td>
    <td class="n">${likelier(source.log_likelihood_ratio)}</td>`;
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

function linesLeftOut(problems) {
  return new Set(problems.filter(one => !OF_COLUMNS.includes(one.fault)).map(one => one.line)).size;
}

function bait({line, label, channelKind, channel}) {
  return html`<li>${t('trace.line', line)}: ${channelKind ? t('canary.told.of', label, t(`canary.${channelKind}`), channel) : t('canary.told', label)}</li>`;
}

function chance(p) {
  return p < 0.001 ? '< 0.1%' : `${number(100 * p, p < 0.1 ? 1 : 0)}%`;
}

/** Beyond a million times nobody asks how many. */
function likelier(logRatio) {
  const times = Math.exp(logRatio);
  return times > 1e6 ? t('trace.times.many') : t('trace.times', number(times < 10 ? times : Number(times.toPrecision(2)), times < 10 ? 1 : 0));
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
