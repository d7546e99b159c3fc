// An alert in a few words, for lists: how many, how, within what, against what is ordinary. The whole sentence, with its sources and
// examples, comes from the collector and stands on the alert's own page.
import {named, number, rounded, t, told} from '../core/language.js';
import {WORDS} from '../core/words.js';
import {duration} from '../core/time.js';

// What the count is of, for rules that do not count by the hour.
const WITHIN = {
  cold: facts => facts.days,
  unexplained: facts => number(Number(facts.subjects)),
  slow: facts => facts.days,
  left: facts => t(facts['days-away'] === '1' ? 'time.day' : 'time.days', facts['days-away'] ?? ''),
};

const SERIOUS = ['exported', 'printed', 'revealed'];

// Of one of these alone it may be said that all were.
const VERBS = [...SERIOUS, 'opened'];

export function headline(alert) {
  const signal = alert.signals[0];
  if (!signal || !(`headline.${signal.rule}` in WORDS)) {
    return told(alert.sentence);
  }
  // The verb claims what was done to every one of them.
  const forms = Object.keys(signal.forms).filter(form => signal.forms[form] > 0);
  const all = forms.length === 1 && VERBS.includes(forms[0]) ? forms[0] : undefined;
  const away = ['last-day', 'first-day'].find(day => signal.facts['days-away'] && signal.facts[day]);
  const within = WITHIN[signal.rule]?.(signal.facts) ?? duration(signal.windowSeconds);
  // As the whole sentence has it: a number that was estimated is about right, and has three digits.
  const counted = value => (signal.error > 0.005 ? t('about.sign') + number(rounded(value)) : number(Math.round(value)));
  const some = all ? [] : SERIOUS.filter(form => signal.forms[form] > 0);
  const part = some.length
    ? t('headline.with', some.map(form => t(`some.${form}`, counted(signal.forms[form]))).join(t('list.comma')))
    : '';
  return t(
    away ? `headline.${signal.rule}.${away}` : `headline.${signal.rule}`,
    within,
    t(`verb.${all ?? 'read'}`),
    subjects(signal, counted),
    usual(alert, signal),
    part,
  );
}

/** Kind by kind: orders and their customers are not so many orders. */
function subjects({kinds, observed, examples}, counted) {
  const counts = Object.entries(kinds).sort(([a, m], [b, n]) => !a - !b || n - m || a.localeCompare(b));
  if (counts.length > 1) {
    const each = counts.map(([kind, count]) => things(counted(count), kind, count === 1));
    return `${each.slice(0, -1).join(t('list.comma'))}${t('list.and')}${each.at(-1)}`;
  }
  // An older collector told the kinds of its examples alone.
  const known = counts.length === 1 ? [counts[0][0]] : [...new Set(examples.map(one => one.kind))];
  return things(counted(observed), known.length === 1 ? known[0] : '', observed === 1);
}

function things(count, kind, one) {
  return t('headline.count', count, named(one ? 'kind' : 'kinds', kind || 'other'));
}

/** Of rules that have no days of their own to compare with, what this reader usually reads in all, as the sentence has it. */
function usual(alert, signal) {
  const own = signal.ownNormal ?? signal.groupNormal;
  if (own !== null && own !== undefined) {
    return ordinary(own);
  }
  const [all] = alert.signals
    .filter(other => other.rule === 'bulk' && (other.ownNormal ?? null) !== null)
    .sort((a, b) => Math.abs(a.windowSeconds - signal.windowSeconds) - Math.abs(b.windowSeconds - signal.windowSeconds));
  if (!all) {
    return t('usual.unknown');
  }
  return all.ownNormal < 0.5 ? t('usual.none') : t('usual.all', number(rounded(all.ownNormal)));
}

function ordinary(value) {
  return value < 0.5 ? t('usual.none') : t('usual.some', number(rounded(value)));
}
