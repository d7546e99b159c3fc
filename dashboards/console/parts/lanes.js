// When did it leak: a lane for each victim, from purchase to fraud, with one source's first and last read of it.
import {html, nothing, svg} from 'lit';
import {t} from '../core/language.js';
import {date, moment} from '../core/time.js';

const WIDTH = 1000;
const LEFT = 44;
const LANE = 14;
const TOP = 20;
const TICKS = 6;

/**
 * @param windows of the victims: line, from, to
 * @param source whose reads are shown
 */
export function lanes(windows, source, name) {
  const reads = new Map(source.reads.map(read => [read.line, read]));
  const rows = [...windows].sort((a, b) => (a.from < b.from ? -1 : 1));
  const begin = Math.min(...rows.map(row => Date.parse(row.from)));
  const end = Math.max(...rows.map(row => Date.parse(row.to)), begin + 1);
  const x = instant => LEFT + ((WIDTH - LEFT - 8) * (Date.parse(instant) - begin)) / (end - begin);
  const height = TOP + rows.length * LANE + 4;
  return html`<section class="lanes" aria-label=${t('trace.lanes', name)}>
    <h2>${t('trace.lanes', name)}</h2>
    <p class="hint">${t('trace.lanes.hint')} <span class="key window">${t('trace.key.window')}</span> <span class="key read">${t('trace.key.read')}</span>
      ${source.reads.some(read => read.imported) ? html`<span class="key read imported">${t('trace.key.read.imported')}</span>` : nothing} <span class="key fraud">${t('trace.key.fraud')}</span></p>
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${t('trace.lanes', name)}>
      ${Array.from({length: TICKS}, (_, i) => begin + ((end - begin) * i) / (TICKS - 1)).map(at => {
        const place = x(new Date(at).toISOString());
        return svg`<line class="tick" x1=${place} x2=${place} y1=${TOP - 4} y2=${height}></line>
          <text class="when" x=${place} y="11" text-anchor=${at === begin ? 'start' : at === end ? 'end' : 'middle'}>${date(at)}</text>`;
      })}
      ${rows.map((row, at) => lane(row, reads.get(row.line), x, TOP + at * LANE + LANE / 2))}
    </svg>
  </section>`;
}

function lane({line, from, to}, read, x, y) {
  const dot = read?.imported ? 'read imported' : 'read';
  return svg`<g class=${read ? 'lane' : 'lane unread'}>
    <title>${t('trace.line', line)} · ${moment(from)} – ${moment(to)}${read ? ` · ${moment(read.first)}` : ''}</title>
    <text x=${LEFT - 8} y=${y + 3.5} text-anchor="end">${line}</text>
    <rect class="window" x=${x(from)} y=${y - 2} width=${Math.max(2, x(to) - x(from))} height="4" rx="2"></rect>
    <rect class="fraud" x=${x(to) - 1.5} y=${y - 5} width="3" height="10"></rect>
    ${read ? svg`<circle class=${dot} cx=${x(read.first)} cy=${y} r="3.5"></circle>
      ${read.last === read.first ? nothing : svg`<circle class=${dot} cx=${x(read.last)} cy=${y} r="3.5"></circle>`}` : nothing}
  </g>`;
}
