// How far the time that was asked about is covered: stands beside every answer that may be read as "nobody did".
import {html, nothing} from 'lit';
import {named, number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {moment, span} from '../core/time.js';

/**
 * @param cover services, and where their trails are not whole; null for those who are not told
 * @param range that was asked about
 */
export function coverNote(cover, range) {
  if (!cover) {
    return nothing;
  }
  if (cover.services === 0) {
    return html`<p class="cover none" role="note">${t('cover.noservice')}</p>`;
  }
  if (cover.holes.length === 0) {
    return html`<p class="cover whole hint" role="note">${t('cover.whole')}</p>`;
  }
  return html`<section class="cover holes" role="note" aria-label=${t('cover.title')}>
    <p><b>${t('cover.title')}</b> ${t('cover.means')}</p>
    <ul>${byService(cover.holes).map(([service, holes]) => html`<li>
      <a href=${to('/service', {name: service, ...range}) + '#gaps'}>${service}</a>
      ${holes.map(hole => html`<span class="hole">${told(hole)}</span>`)}</li>`)}</ul>
  </section>`;
}

function byService(holes) {
  const services = new Map();
  for (const hole of holes) {
    services.set(hole.service, [...(services.get(hole.service) ?? []), hole]);
  }
  return [...services];
}

function told({why, from, to: until, count, accesses}) {
  if (why === 'never') {
    return t('cover.never');
  }
  if (why === 'before') {
    return t('cover.before', moment(until));
  }
  if (why === 'forgotten') {
    return t('cover.forgotten', moment(until));
  }
  const reason = worded(why);
  const lost = accesses > 0 ? t('cover.lost', number(accesses)) : '';
  return count === 1
    ? t('cover.one', span(from, until), reason) + lost
    : t('cover.many', number(count), span(from, until), reason) + lost;
}

function worded(why) {
  switch (why) {
    case 'silent':
      return t('cover.silent');
    case 'unguarded':
      return t('cover.unguarded');
    case 'loaded':
    case 'touched':
    case 'disclosed':
      return t('cover.signal', named('signal', why));
    default:
      return named('gap', why);
  }
}
