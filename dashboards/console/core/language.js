// The reader's language: Chinese or English, remembered in this browser.
import {WORDS} from './words.js';

const KEY = 'whoread.language';
export const LANGUAGES = ['zh', 'en'];

let current = remembered() ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');
apply();

function remembered() {
  const language = localStorage.getItem(KEY);
  return LANGUAGES.includes(language) ? language : null;
}

function apply() {
  document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
}

export function language() {
  return current;
}

/** A locale for Intl. */
export function locale() {
  return current === 'zh' ? 'zh-CN' : 'en-GB';
}

export function setLanguage(language) {
  current = language;
  localStorage.setItem(KEY, language);
  apply();
  window.dispatchEvent(new Event('whoread-language'));
}

/**
 * The word for a key; `{0}`, `{1}` ... are replaced by what follows. A word written `gap|gaps` is the first where the first of
 * these is one.
 */
export function t(key, ...values) {
  const pair = WORDS[key];
  if (!pair) {
    throw new Error(`no word for ${key}`);
  }
  const [one, many] = pair[current === 'zh' ? 0 : 1].split('|');
  const text = many === undefined || String(values[0]) === '1' ? one : many;
  return values.length === 0
    ? text
    : text.replace(/\{(\d)\}/g, (_, place) => values[place] ?? '');
}

/** The word for a name that comes from the server, or that name itself: configurations add their own. */
export function named(group, name) {
  const key = `${group}.${name}`;
  return key in WORDS ? t(key) : name;
}

/** Of a text in both languages, the reader's. */
export function told(text) {
  return text[current];
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(locale(), {maximumFractionDigits: digits}).format(value);
}

/** Of a number that is only about right, the first three digits: 269312 is 269000. */
export function rounded(value) {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 2);
  return Math.round(value / unit) * unit;
}

/** A share as per cent; small ones are not rounded away. */
export function share(part, whole) {
  if (whole === 0) {
    return '0%';
  }
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? '<0.1%' : `${number(percent, percent < 10 ? 1 : 0)}%`;
}
