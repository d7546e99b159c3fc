// One service: what its agents guard, whether their books balance, and what they took the last access for.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {named, number, share, t} from '../core/language.js';
import {WORDS} from '../core/words.js';
import {to} from '../core/router.js';
import {DAY, ago, moment, rangeOf} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {formTag} from '../parts/forms.js';
import {gapTable} from '../parts/gaps.js';
import {actorName, channelTags, fieldKey, fieldTags, figure, roleTag, term} from '../parts/words.js';
import '../parts/range.js';

const USUAL = '30d';
const SHOWN = 4;

export class Service extends View {
  static every = 15_000;

  ask() {
    const range = rangeOf(this.params, USUAL);
    return get('/api/service', {name: this.params.get('name'), from: range.from, to: range.to});
  }

  render() {
    return html`<main class="service">
      <header><h1>${this.params.get('name')}</h1>
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['24h', '7d', '30d', '90d']}></w-range></header>
      ${super.render()}
    </main>`;
  }

  show({service, instances, last, gaps}) {
    const name = service.name;
    // What has ended says how it was; of several that run all tell the same, mostly.
    const running = instances.filter(one => one.running);
    const shown = running.slice(0, SHOWN);
    const others = [...running.slice(SHOWN), ...instances.filter(one => !one.running)];
    return html`
      <section class="figures">
        <span class="figure"><span class="service-state state-${service.state}">${t(`service.${service.state}`)}</span></span>
        ${figure(service.lastBatch ? ago(service.lastBatch) : '–', t('services.last'))}
        ${figure(service.accesses24h, t('services.accesses', service.accesses24h), to('/people', {service: name, range: '24h'}), false, t('help.live'))}
        ${figure(service.records24h, t('services.records', service.records24h), to('/people', {service: name, range: '24h'}), false, t('help.records'))}
        ${figure(share(service.unknown24h, service.accesses24h), t('services.unknown'), to('/person', {role: 'unknown', service: name, range: '24h'}))}
        ${service.ofNobody24h ? figure(service.ofNobody24h, t('trust.nobody', service.ofNobody24h), undefined, true, t('help.nobody')) : nothing}
        ${service.partOfNobody24h ? figure(service.partOfNobody24h, t('trust.partly.nobody', service.partOfNobody24h), undefined, false, t('help.partly.nobody')) : nothing}
        ${figure(service.gaps24h, t('services.gaps', service.gaps24h), '#gaps', service.gaps24h > 0)}
      </section>
      ${last ? this.#last(last) : nothing}
      <section id="gaps"><h2>${t('gaps.title')}</h2>${gapTable(gaps, false)}</section>
      ${instances.length === 0 ? empty(t('service.noinstance'), t('services.empty.hint')) : shown.map(one => this.#instance(one))}
      ${others.length
        ? html`<details class="earlier"><summary>${t(others.some(one => one.running) ? 'service.others' : 'service.earlier', number(others.length))}</summary>
            ${others.map(one => this.#instance(one))}</details>`
        : nothing}`;
  }

  #last(last) {
    const left = new Set(last.disclosures.flatMap(one => [...one.plain, ...one.masked]));
    const stayed = last.touched.filter(field => !left.has(field));
    return html`<section class="card last"><h2>${t('service.latest')} <span class="faint">${moment(last.at, true)}</span></h2>
      <p>${actorName(last.actor, last.role)} ${roleTag(last.role)} <span class="faint">${last.source || t('service.nosource')}</span>
        · ${formTag(last.form)} <code>${last.operation}</code> · ${t('service.subjects', number(last.subjects))}</p>
      ${last.disclosures.map(left => html`<p>${channelTags(left)}</p>`)}
      ${stayed.length ? html`<p><span class="channel">${t('access.touched')}</span> ${fieldTags(stayed, 'touched')}</p>` : nothing}
      ${fieldKey()}
    </section>`;
  }

  #instance({instance, sender, firstBatch, lastBatch, offSince, signalsOff, unattributed, report}) {
    return html`<section class="instance">
      <h2>${instance || t('service.unnamed')} <span class="faint">${sender}${report?.java ? ` · Java ${report.java}` : ''}</span></h2>
      <p class="faint">${t('service.since', firstBatch ? moment(firstBatch) : '–', lastBatch ? ago(lastBatch) : '–')}
        ${report?.stopping ? html` · ${t('service.stopped')}` : nothing}</p>
      ${offSince && !report?.stopping ? html`<p class="bad off">${t('service.off.since', moment(offSince))}</p>` : nothing}
      ${signalsOff.length ? html`<p class="bad off">${t('service.signals', signalsOff.map(one => named('signal', one)).join(t('list.comma')))}</p>` : nothing}
      ${unattributed.length ? html`<p class="hint nobodys">${term(t('service.unattributed'), t('help.partly.nobody'))}
        ${unattributed.map(one => html`<code>${one}</code> `)}</p>` : nothing}
      ${report ? this.#report(report, Boolean(offSince) && !report.stopping) : empty(t('service.noreport'))}
    </section>`;
  }

  /**
   * @param off whether nothing of this is watched just now
   */
  #report(report, off) {
    const kept = report.acked + report.spooled + report.dropped;
    const balanced = kept === report.produced;
    // That the collector was away for a while is no error of the agent: the report has come after all.
    const unreached = report.faults.find(fault => fault.where === 'ship.post');
    const faults = report.faults.filter(fault => fault !== unreached);
    const hooks = report.hooks.filter(hook => !(`signal.${hook.name}` in WORDS));
    return html`
      <p class="books">${t('service.books', number(report.produced), number(report.acked), number(report.spooled), number(report.dropped), moment(report.at, true))}
        <span class=${balanced ? 'good' : 'bad'}>${balanced ? t('service.balanced') : t('service.unbalanced', number(report.produced - kept))}</span>
        · ${t('service.configuration')} ${report.configuration === 'guessed' ? t('service.guessed') : report.configuration}</p>
      ${unreached ? html`<p class="hint">${t('service.unreached', number(unreached.count))}</p>` : nothing}
      <div class="columns">
        <div><h3>${t('service.types', number(report.types.length))}</h3>
          <table class="list"><tbody>${report.types.map(type => html`<tr>
            <td><code>${type.name.replace(/^.*\./, '')}</code> <span class="faint">${named('kind', type.subject)}</span>
              <div class="faint package">${type.name.replace(/\.?[^.]*$/, '')}</div></td>
            <td class="fields">${[...new Set(Object.values(type.fields))].map(field => html`<span class="field touched">${named('field', field)}</span>`)}</td>
            <td class=${type.hooked && !off ? 'good' : 'faint'}>${t(!type.hooked ? 'service.nothooked' : off ? 'service.paused' : 'service.hooked')}</td></tr>`)}</tbody></table></div>
        <div><h3>${t('service.hooks', number(hooks.length))}</h3>
          ${hookTable(hooks.filter(hook => !isUnused(hook)), off)}
          ${hooks.some(isUnused) ? html`<details class="unused"><summary>${t('service.unused', number(hooks.filter(isUnused).length))}</summary>
            ${hookTable(hooks.filter(isUnused), off)}</details>` : nothing}
          ${faults.length ? html`<h3>${t('service.faults')}</h3>
            <table class="list"><tbody>${faults.map(fault => html`<tr><td>${fault.where}</td><td><code>${fault.error}</code></td>
              <td class="n ${isRecent(fault.last) ? 'bad' : 'faint'}">${number(fault.count)}</td><td class="when faint">${ago(fault.last)}</td></tr>`)}</tbody></table>` : nothing}
        </div>
      </div>`;
  }
}

/** The library was not met: nothing is wrong, and there are some fifty of them. */
function isUnused(hook) {
  return !hook.installed && !hook.problem;
}

function hookTable(hooks, off) {
  return html`<table class="list"><tbody>${hooks.map(hook => html`<tr><td>${`hook.${hook.name}` in WORDS ? html`${t(`hook.${hook.name}`)} <code class="faint">${hook.name}</code>` : hook.name}</td>
    <td class=${hook.installed && !off ? 'good' : hook.problem ? 'bad' : 'faint'}>${
      hook.installed ? t(off ? 'service.paused' : 'service.installed') : hook.problem || t('service.notmet')}${
      hook.installed && hook.problem ? html`<div class="bad">${hook.problem}</div>` : nothing}</td></tr>`)}</tbody></table>`;
}

/** Counts are of all the run; what has not grown for a day is no fault of today. */
function isRecent(instant) {
  return Date.now() - Date.parse(instant) < DAY;
}

customElements.define('v-service', Service);
