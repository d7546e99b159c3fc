// Times are told in one zone for everybody, the collector's: a trail that two people discuss must not show two clocks.
import {locale, t} from './language.js';

let zone = 'UTC';

export function setZone(name) {
  zone = name;
}

/** Asia/Shanghai, UTC+08:00 */
export function zoneName() {
  const format = new Intl.DateTimeFormat('en-GB', {timeZone: zone, timeZoneName: 'longOffset'});
  const offset = format.formatToParts(new Date()).find(part => part.type === 'timeZoneName').value;
  return zone === 'UTC' ? zone : `${zone}, ${offset.replace('GMT', 'UTC')}`;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Lengths that a range may have without being typed, in milliseconds. */
export const RANGES = {'1h': HOUR, '24h': DAY, '7d': 7 * DAY, '30d': 30 * DAY, '90d': 90 * DAY, '365d': 365 * DAY};

/**
 * The range that an address names: `range=30d` before now, or `from` and `to`.
 * Instants are rounded so that the pages of one list belong together.
 */
export function rangeOf(params, usual) {
  const from = params.get('from');
  const to = params.get('to');
  if (from && to) {
    return {from, to, name: null};
  }
  const name = params.get('range') in RANGES ? params.get('range') : usual;
  const end = Math.ceil(Date.now() / 1000) * 1000;
  return {from: iso(end - RANGES[name]), to: iso(end), name};
}

/** The parameters that carry a range on to another view. */
export function carried(range) {
  return range.name ? {range: range.name} : {from: range.from, to: range.to};
}

export function iso(millis) {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}

function parts(instant, options) {
  const format = new Intl.DateTimeFormat('en-GB', {timeZone: zone, hourCycle: 'h23', ...options});
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(part => [part.type, part.value]));
}

/** 2026-11-21 */
export function date(instant) {
  const p = parts(instant, {year: 'numeric', month: '2-digit', day: '2-digit'});
  return `${p.year}-${p.month}-${p.day}`;
}

/** 23:51:07 */
export function clock(instant, seconds = true) {
  const p = parts(instant, {hour: '2-digit', minute: '2-digit', second: '2-digit'});
  return seconds ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
}

/** 2026-11-21 23:51 */
export function moment(instant, seconds = false) {
  return `${date(instant)} ${clock(instant, seconds)}`;
}

/** Shorter ones are told to the second. */
const FINE = 300_000;

/** From one moment to another; the day is said once where it is the same, and so is the second. */
export function span(from, to) {
  const seconds = new Date(to) - new Date(from) < FINE;
  const [first, last] = [moment(from, seconds), moment(to, seconds)];
  if (first === last) {
    return first;
  }
  return date(from) === date(to) ? `${first}–${clock(to, seconds)}` : `${first} – ${last}`;
}

/** How long ago, in the largest unit that fits. */
export function ago(instant) {
  const seconds = Math.round((Date.now() - new Date(instant)) / 1000);
  if (seconds < 5) {
    return t('time.now');
  }
  const format = new Intl.RelativeTimeFormat(locale(), {style: 'short'});
  for (const [unit, length] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (seconds >= length) {
      return format.format(-Math.floor(seconds / length), unit);
    }
  }
  return format.format(-seconds, 'second');
}

/** The instant at which a day (2026-11-21) begins in the zone. */
export function dayStart(day) {
  const guess = Date.parse(`${day}T00:00:00Z`);
  const offset = at => {
    const p = parts(at, {year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit'});
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - at;
  };
  const first = guess - offset(guess);
  return guess - offset(first);
}

/** The day after. */
export function nextDay(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** One day as a range. */
export function wholeDay(day) {
  return {from: iso(dayStart(day)), to: iso(dayStart(nextDay(day)))};
}

export function weekdayNames() {
  const format = new Intl.DateTimeFormat(locale(), {weekday: 'short', timeZone: 'UTC'});
  // 2024-01-01 was a Monday.
  return Array.from({length: 7}, (_, day) => format.format(new Date(Date.UTC(2024, 0, 1 + day))));
}

/** 5 min, 1 h, 24 h */
export function duration(seconds) {
  if (seconds % 86_400 === 0 && seconds > 86_400) {
    return t('time.days', seconds / 86_400);
  }
  if (seconds % 3600 === 0) {
    return t('time.hours', seconds / 3600);
  }
  return seconds % 60 === 0 ? t('time.minutes', seconds / 60) : t('time.seconds', seconds);
}
