// Victims explained, against chance: a bar for what a source read, over the band in which chance lies in 19 of 20 lists.
import {html, svg} from 'lit';
import {number, t} from '../core/language.js';

const WIDTH = 200;
const HEIGHT = 16;

export function explained({explained: count, of, expected, expected_range: [low, high], supported}) {
  const x = value => (WIDTH * value) / Math.max(of, 1);
  return html`<span class="explained"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
      aria-label=${t('trace.bar', number(count), number(expected, 1), number(low), number(high))}>
    ${svg`<title>${t('trace.bar', number(count), number(expected, 1), number(low), number(high))}</title>
    <rect class="ground" x="0" y="0" width=${WIDTH} height=${HEIGHT}></rect>
    <rect class="chance" x=${x(low)} y="0" width=${Math.max(1.5, x(high) - x(low))} height=${HEIGHT}></rect>
    <rect class=${supported ? 'count supported' : 'count'} x="0" y="5" width=${x(count)} height=${HEIGHT - 10}></rect>
    <rect class="expected" x=${Math.max(0, x(expected) - 0.75)} y="1" width="1.5" height=${HEIGHT - 2}></rect>`}
  </svg><span class="n">${number(count)} <span class="faint">/ ${number(of)}</span></span></span>`;
}
