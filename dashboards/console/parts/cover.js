// How far the time that was asked about is covered: stands beside every answer that may be read as "nobody did".
import {html, nothing} from 'lit';
import {named, number, t} from '../core/language.js';
import {to} from '../core/router.js';
import {moment, span} from '../core/time.js';

/** Of one service; the others stand on its page. */
const MOST = 5;

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
  const doubts = cover.holes.filter(isDoubt);
  if (doubts.length === 0) {
    return html`<p class="cover whole hint" role="note">${cover.holes.length ? wholeSince(cover) : t('cover.whole')}</p>`;
  }
  const since = cover.holes.filter(hole => !isDoubt(hole));
  return html`<section class="cover holes" role="note" aria-label=${t('cover.title')}>
    <p><b>${t('cover.title')}</b> ${t('cover.means')}</p>
    <ul>${byService(doubts).map(([service, holes]) => html`<li>
      <a href=${to('/service', {name: service, ...range}) + '#gaps'}>${service}</a>
      ${holes.slice(0, MOST).map(hole => html`<span class="hole">${told(hole)}</span>`)}
      ${holes.length > MOST ? html`<span class="hole">${t('cover.more', number(holes.length - MOST))}</span>` : nothing}</li>`)}</ul>
    ${since.length ? html`<p class="hint">${begins(since)}</p>` : nothing}
  </section>`;
}

/** That nothing was recorded before a service was attached is where its trail begins, and no doubt. */
export function isDoubt(hole) {
  return hole.why !== 'since';
}

/** From when on the trail is whole, where nothing else is known against it. */
export function wholeSince({holes}) {
  const since = holes.filter(hole => !isDoubt(hole));
  return since.length === 1 ? t('cover.since', moment(since[0].to), since[0].service) + t('cover.since.before') : t('cover.whole.since') + begins(since);
}

function begins(since) {
  return since.map(hole => t('cover.begins', hole.service, moment(hole.to))).join(t('cover.semicolon')) + t('cover.since.before');
}

function byService(holes) {
  const services = new Map();
  for (const hole of holes) {
    services.set(hole.service, [...(services.get(hole.service) ?? []), hole]);
  }
  return [...services];
}

function told({why, from, to: until, count, accesses, instance, detail}) {
  if (why === 'never') {
    return t('cover.never');
  }
  if (why === 'before') {
    return t('cover.before', moment(until));
  }
  if (why === 'forgotten') {
    return t('cover.forgotten', moment(until));
  }
  const reason = named('gap', why) + (detail ? t('cover.detail', named('detail', detail)) : '') + (instance ? t('cover.instance', instance) : '');
  const lost = accesses > 0 ? t('cover.lost', number(accesses)) : '';
  return count === 1
    ? t('cover.one', span(from, until), reason) + lost
    : t('cover.many', number(count), span(from, until), reason) + lost;
}
