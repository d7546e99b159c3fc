// The services that send, day by day, and where records may be missing.
import {html, nothing} from 'lit';
import {get} from '../core/api.js';
import {number, share, t} from '../core/language.js';
import {to} from '../core/router.js';
import {ago, carried, date, dayStart, nextDay, rangeOf} from '../core/time.js';
import {View, empty} from '../core/view.js';
import {gapTable} from '../parts/gaps.js';
import {term} from '../parts/words.js';
import '../parts/range.js';

const USUAL = '30d';

export class Services extends View {
  static every = 15_000;

  async ask() {
    const range = rangeOf(this.params, USUAL);
    const [services, gaps] = await Promise.all([
      get('/api/services', {from: range.from, to: range.to}),
      get('/api/gaps', {from: range.from, to: range.to}),
    ]);
    return {range, gaps, ...services};
  }

  render() {
    return html`<main class="services">
      <header><h1>${t('services.title')}</h1>
        <w-range .params=${this.params} usual=${USUAL} .lengths=${['24h', '7d', '30d', '90d']}></w-range></header>
      ${super.render()}
    </main>`;
  }

  show({services, days, gaps, range}) {
    if (services.length === 0) {
      return empty(t('services.empty'), t('services.empty.hint'));
    }
    const nobody = services.some(one => one.ofNobody24h + one.partOfNobody24h > 0);
    return html`
      <table class="list stacked">
        <thead><tr><th>${t('services.name')}</th><th>${t('services.state')}</th><th>${t('services.last')}</th>
          <th class="n">${t('services.instances')}</th><th class="n">${term(t('services.accesses'), t('help.live'))}</th>
          <th class="n">${term(t('services.records'), t('help.records'))}</th><th class="n">${t('services.unknown')}</th>
          ${nobody ? html`<th class="n">${term(t('services.nobody'), t('help.nobody'))}</th>` : ''}
          <th class="n">${t('services.gaps')}</th></tr></thead>
        <tbody>${services.map(one => html`<tr>
          <td class="first"><a href=${to('/service', {name: one.name})}>${one.name}</a></td>
          <td><span class="service-state state-${one.state}">${t(`service.${one.state}`)}</span></td>
          <td class="when" data-label=${t('services.last')}>${one.lastBatch ? ago(one.lastBatch) : '–'}</td>
          <td class="n" data-label=${t('services.instances')}>${number(one.instances)}</td>
          <td class="n" data-label=${t('services.accesses')}><a href=${to('/people', {service: one.name, range: '24h'})}>${number(one.accesses24h)}</a></td>
          <td class="n" data-label=${t('services.records')}><a href=${to('/people', {service: one.name, range: '24h'})}>${number(one.records24h)}</a></td>
          <td class="n" data-label=${t('services.unknown')}><a href=${to('/person', {role: 'unknown', service: one.name, range: '24h'})}>${share(one.unknown24h, one.accesses24h)}</a></td>
          ${nobody ? html`<td class="n ${one.ofNobody24h ? 'bad' : ''}" data-label=${t('services.nobody')}>${number(one.ofNobody24h)}${one.partOfNobody24h
            ? html` <span class="faint">${t('services.partly.nobody', number(one.partOfNobody24h))}</span>` : ''}</td>` : ''}
          <td class="n ${one.gaps24h ? 'bad' : ''}" data-label=${t('services.gaps')}><a href=${to('/service', {name: one.name, range: '24h'}) + '#gaps'}>${number(one.gaps24h)}</a></td>
        </tr>`)}</tbody>
      </table>
      ${this.#calendar(services, days, range)}
      <section id="gaps"><h2>${t('gaps.title')}</h2>${gapTable(gaps, true)}</section>`;
  }

  /** Where not all days have room, the latest are in sight. */
  updated() {
    const days = this.querySelector('.calendar')?.parentElement;
    if (days && this.state !== this.scrolled) {
      this.scrolled = this.state;
      days.scrollLeft = days.scrollWidth;
    }
  }

  /** Services by days: whether something came, and whether something is missing. */
  #calendar(services, rows, range) {
    const days = [];
    for (let day = date(range.from); dayStart(day) < Date.parse(range.to); day = nextDay(day)) {
      days.push(day);
    }
    const found = new Map(rows.map(row => [`${row.service} ${row.day}`, row]));
    return html`<section><h2>${t('calendar.title')}
        <span class="legend">${['full', 'gap', 'imported', 'none'].map(
          kind => html`<span class="day ${kind}">${t(`calendar.${kind}`)}</span>`)}</span></h2>
      <div class="scroll"><table class="calendar">
        <thead>
          <tr><th></th>${months(days).map(({month, length}) => html`<th class="month" colspan=${length}><span>${month}</span></th>`)}</tr>
          <tr><th></th>${days.map(day => html`<th title=${day}>${Number(day.slice(8))}</th>`)}</tr>
        </thead>
        <tbody>${services.map(service => html`<tr><th>${service.name}</th>${days.map(day => {
          const row = found.get(`${service.name} ${day}`);
          const kind = !row ? 'none' : row.gaps > 0 ? 'gap' : row.accesses > 0 ? 'full' : 'imported';
          const label = t('calendar.cell', day, number(row?.accesses ?? 0), number(row?.gaps ?? 0), number(row?.imported ?? 0));
          return html`<td><a class="day ${kind}" title=${label} aria-label=${label}
            href=${to('/service', {name: service.name, from: new Date(dayStart(day)).toISOString(), to: new Date(dayStart(nextDay(day))).toISOString()}) + '#gaps'}></a></td>`;
        })}</tr>`)}</tbody>
      </table></div></section>`;
  }
}

/** The months that days lie in, each with how many of them. */
function months(days) {
  const found = [];
  for (const day of days) {
    const month = day.slice(0, 7);
    if (found.at(-1)?.month === month) {
      found.at(-1).length++;
    } else {
      found.push({month, length: 1});
    }
  }
  return found;
}

customElements.define('v-services', Services);
