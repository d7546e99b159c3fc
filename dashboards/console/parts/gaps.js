// Intervals in which records may be missing.
import {html, nothing} from 'lit';
import {named, number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {span} from '../core/time.js';
import {empty} from '../core/view.js';

export function gapTable(gaps, services) {
  if (gaps.length === 0) {
    return empty(t('gaps.empty'));
  }
  return html`<table class="list">
    <thead><tr><th>${t('gaps.when')}</th>${services ? html`<th>${t('services.name')}</th>` : nothing}<th>${t('gaps.instance')}</th>
      <th>${t('gaps.reason')}</th><th class="n">${t('gaps.accesses')}</th></tr></thead>
    <tbody>${gaps.map(gap => html`<tr>
      <td class="when">${span(gap.from, gap.to)}</td>
      ${services ? html`<td><a href=${to('/service', {name: gap.service})}>${gap.service}</a></td>` : nothing}
      <td>${gap.instance}</td>
      <td>${named('gap', gap.reason)} <span class="faint">${gap.detail}</span></td>
      <td class="n">${gap.accesses ? number(gap.accesses) : t('gaps.notknown')}</td>
    </tr>`)}</tbody>
  </table>`;
}
