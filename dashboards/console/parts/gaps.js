// Intervals in which records may be missing; those that look alike are one line, which opens.
import {html, nothing} from 'lit';
import {named, number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {span} from '../core/time.js';
import {empty} from '../core/view.js';

export function gapTable(gaps, services) {
  if (gaps.length === 0) {
    return empty(t('gaps.empty'));
  }
  return html`<table class="list stacked gaps">
    <thead><tr><th>${t('gaps.when')}</th>${services ? html`<th>${t('services.name')}</th>` : nothing}<th>${t('gaps.instance')}</th>
      <th>${t('gaps.reason')}</th><th class="n">${t('gaps.accesses')}</th></tr></thead>
    <tbody>${gaps.map(gap => html`<tr>
      <td class="interval first">${gap.count === 1 ? span(gap.from, gap.to) : alike(gap)}</td>
      ${services ? html`<td><a href=${to('/service', {name: gap.service})}>${gap.service}</a></td>` : nothing}
      <td>${gap.instances > 1 ? t('gaps.instances', number(gap.instances)) : gap.instance}</td>
      <td>${named('gap', gap.reason)} <span class="faint">${named('detail', gap.detail)}</span></td>
      <td class="n" data-label=${t('gaps.accesses')}>${lost(gap)}</td>
    </tr>`)}</tbody>
  </table>`;
}

/** How many they are, and when the first began and the last ended: no gap is as long as that. */
function alike(gap) {
  if (gap.each.length === 0) {
    return t('gaps.alike', number(gap.count), span(gap.from, gap.to));
  }
  return html`<details class="alike"><summary>${t('gaps.alike', number(gap.count), span(gap.from, gap.to))}</summary>
    <ul>${gap.each.map(one => html`<li>${span(one.from, one.to)} <span class="faint">${
      gap.instances > 1 ? `${one.instance} ` : ''}${gap.detail ? '' : named('detail', one.detail)}</span></li>`)}</ul>
    ${gap.count > gap.each.length ? html`<p class="hint">${t('gaps.more', number(gap.count - gap.each.length))}</p>` : nothing}
  </details>`;
}

function lost({accesses, counted}) {
  if (accesses === 0) {
    return t('gaps.notknown');
  }
  return counted ? number(accesses) : t('gaps.atleast', number(accesses));
}
