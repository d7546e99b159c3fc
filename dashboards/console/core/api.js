// Questions to the collector. An answer that is an error is thrown as a Problem.
import {t} from './language.js';
import {WORDS} from './words.js';

export class Problem extends Error {
  constructor(status, code, detail, seconds) {
    super(detail);
    this.status = status;
    this.code = code;
    this.seconds = seconds;
  }

  /** The sentence for the reader. */
  get sentence() {
    const key = `problem.${this.code}`;
    return key in WORDS ? t(key, this.seconds) : this.message;
  }
}

/** Addresses whose answers do not tell how far the index goes. */
const UNINDEXED = new Set(['/api/me', '/api/login', '/api/logout']);

function cookie(name) {
  const found = document.cookie.split('; ').find(part => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

async function ask(path, {text = false, ...options} = {}) {
  let response;
  try {
    response = await fetch(path, {credentials: 'same-origin', ...options});
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem(0, 'unreachable', error.message);
  }
  if (!UNINDEXED.has(path)) {
    window.dispatchEvent(new CustomEvent('whoread-indexed', {detail: response.headers.get('Whoread-Indexed-Until')}));
  }
  if (response.status === 204) {
    return null;
  }
  if (text && response.ok) {
    return response.text();
  }
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Problem(response.status, 'fault', `HTTP ${response.status}`);
  }
  if (!response.ok) {
    const problem = new Problem(response.status, body.code, body.detail, body.seconds);
    if (problem.code === 'log-in') {
      window.dispatchEvent(new Event('whoread-log-in'));
    }
    throw problem;
  }
  return body;
}

/** Parameters without a value are left out. */
export function query(params) {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(entries).toString();
  return text ? `?${text}` : '';
}

export function get(path, params = {}, signal = undefined) {
  return ask(path + query(params), {signal});
}

/** The token that goes with whatever changes something; a log-out takes it away, and any answer brings the next. */
async function token() {
  if (!cookie('whoread-csrf')) {
    await ask('/api/me');
  }
  return {'X-Whoread-Csrf': cookie('whoread-csrf')};
}

export async function post(path, body, text = false) {
  const headers = {'Content-Type': 'application/json', ...(await token())};
  return ask(path, {method: 'POST', headers, body: JSON.stringify(body), text});
}

export async function logIn(name, password) {
  return ask('/api/login', {method: 'POST', headers: await token(), body: new URLSearchParams({name, password})});
}

export async function logOut() {
  return ask('/api/logout', {method: 'POST', headers: await token()});
}
