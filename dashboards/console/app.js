// The console's frame: who is logged in, which view the address names, language and colours, and the line on which the collector
// tells that alerts have changed.
import {html, nothing} from 'lit';
import {Element} from './core/element.js';
import {get, logOut} from './core/api.js';
import {LANGUAGES, language, number, setLanguage, t} from './core/language.js';
import {followLinks, navigate, to} from './core/router.js';
import {moment, setZone} from './core/time.js';
import {failed, loading} from './core/view.js';
import './parts/search.js';
import './views/login.js';

// Each view is fetched when it is first looked at.
const VIEWS = {
  '/': ['today', params => html`<v-today .params=${params.params} .me=${params.me}></v-today>`],
  '/alerts': ['alerts', params => html`<v-alerts .params=${params.params} .me=${params.me}></v-alerts>`],
  '/alert': ['alert', params => html`<v-alert .params=${params.params} .me=${params.me}></v-alert>`],
  '/exceptions': ['exceptions', params => html`<v-exceptions .params=${params.params} .me=${params.me}></v-exceptions>`],
  '/canaries': ['canaries', params => html`<v-canaries .params=${params.params} .me=${params.me}></v-canaries>`],
  '/questions': ['questions', () => html`<v-questions></v-questions>`],
  '/people': ['people', params => html`<v-people .params=${params.params} .me=${params.me}></v-people>`],
  '/person': ['person', params => html`<v-person .params=${params.params} .me=${params.me}></v-person>`],
  '/lookup': ['lookup', () => html`<v-lookup></v-lookup>`],
  '/order': ['order', params => html`<v-order .params=${params.params} .me=${params.me}></v-order>`],
  '/trace': ['trace', params => html`<v-trace .params=${params.params}></v-trace>`],
  '/services': ['services', params => html`<v-services .params=${params.params} .me=${params.me}></v-services>`],
  '/service': ['service', params => html`<v-service .params=${params.params} .me=${params.me}></v-service>`],
};

const NAVIGATION = [
  ['/', 'nav.today', ['responder']],
  ['/alerts', 'nav.alerts', ['responder', 'security', 'approver']],
  ['/people', 'nav.people', ['responder']],
  ['/lookup', 'nav.lookup', ['responder']],
  ['/trace', 'nav.trace', ['responder']],
  ['/services', 'nav.services', ['system', 'security', 'responder']],
];

const QUESTIONS_EVERY = 60_000;

const THEMES = ['auto', 'light', 'dark'];
const THEME_KEY = 'whoread.theme';

class App extends Element {
  static properties = {
    me: {state: true},
    problem: {state: true},
    address: {state: true},
    loaded: {state: true},
    live: {state: true},
    indexed: {state: true},
    questions: {state: true},
    theme: {state: true},
  };

  #events;

  constructor() {
    super();
    this.loaded = new Set();
    this.theme = THEMES.includes(localStorage.getItem(THEME_KEY)) ? localStorage.getItem(THEME_KEY) : 'auto';
    document.documentElement.dataset.theme = this.theme;
  }

  connectedCallback() {
    super.connectedCallback();
    followLinks(document);
    this.#go();
    window.addEventListener('popstate', () => this.#go());
    window.addEventListener('whoread-navigate', () => this.#go());
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#hush() : this.#listen()));
    window.addEventListener('pagehide', () => this.#hush());
    window.addEventListener('pageshow', event => event.persisted && this.#listen());
    window.addEventListener('whoread-indexed', event => (this.indexed = event.detail));
    window.addEventListener('whoread-log-in', () => this.#leave());
    this.addEventListener('logged-in', () => this.#enter());
    window.addEventListener('whoread-questions', () => this.#askQuestions());
    window.addEventListener('whoread-alerts', () => this.#askQuestions());
    setInterval(() => document.hidden || this.#askQuestions(), QUESTIONS_EVERY);
    this.#enter();
  }

  async #enter() {
    this.problem = null;
    try {
      this.me = await get('/api/me');
      if (!this.me) {
        return;
      }
      setZone(this.me.zone);
      this.#listen();
      this.#askQuestions();
      if (location.pathname === '/login') {
        navigate('/', {replace: true});
      }
      this.#home();
    } catch (problem) {
      this.problem = problem;
    }
  }

  /** Whether this person is asked something. */
  async #askQuestions() {
    if (!this.me) {
      return;
    }
    try {
      this.questions = (await get('/api/questions')).filter(one => one.open).length;
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      // Asked again soon.
    }
  }

  #leave() {
    this.me = null;
    this.questions = 0;
    this.#hush();
  }

  #hush() {
    this.#events?.close();
    this.#events = undefined;
    if (this.live) {
      this.live = false;
    }
  }

  /**
   * Hears of changes while the page is looked at. A browser allows a collector few lines at a time, and a page that lies in the
   * background, or was left behind, must not hold one.
   */
  #listen() {
    if (document.hidden || !this.me) {
      return;
    }
    if (!['responder', 'security', 'approver'].some(role => this.me.roles.includes(role))) {
      return;
    }
    this.#events?.close();
    this.#events = new EventSource('/api/events');
    this.#events.addEventListener('open', () => {
      // What changed while the line was down is asked for again.
      if (this.live === false) {
        window.dispatchEvent(new Event('whoread-alerts'));
      }
      this.live = true;
    });
    this.#events.addEventListener('error', () => {
      this.live = false;
    });
    this.#events.addEventListener('alerts', () => window.dispatchEvent(new Event('whoread-alerts')));
  }

  /** Whoever may not see the first screen begins at the first that is allowed. */
  #home() {
    if (location.pathname === '/' && !this.me.roles.includes('responder')) {
      const first = this.#allowed()[0];
      navigate(first ? first[0] : to('/person', {actor: this.me.actor, role: this.me.role}), {replace: true});
    }
  }

  #allowed() {
    return NAVIGATION.filter(([, , roles]) => roles.some(role => this.me.roles.includes(role)));
  }

  async #go() {
    const view = VIEWS[location.pathname]?.[0];
    this.address = {path: location.pathname, params: new URLSearchParams(location.search)};
    if (view && !this.loaded.has(view)) {
      await import(`./views/${view}.js`);
      this.loaded = new Set([...this.loaded, view]);
    }
  }

  render() {
    if (this.problem) {
      return html`<main>${failed(this.problem, () => this.#enter())}</main>`;
    }
    if (this.me === undefined) {
      return html`<main>${loading()}</main>`;
    }
    if (this.me === null) {
      return html`<div class="corner">${this.#switches()}</div><v-login></v-login>`;
    }
    return html`<a class="skip" href="#content">${t('nav.skip')}</a>${this.#bar()}${this.#notice()}${this.#asked()}<div id="content">${this.#view()}</div>`;
  }

  #bar() {
    const here = this.address.path;
    const below = {'/alert': '/alerts', '/exceptions': '/alerts', '/canaries': '/alerts', '/person': '/people', '/order': '/lookup', '/service': '/services'};
    return html`<header class="bar">
      <a class="brand" href="/">whoread</a>
      <nav aria-label=${t('nav.label')}>${this.#allowed().map(
        ([path, word]) => html`<a href=${path} aria-current=${here === path || below[here] === path ? 'page' : 'false'}>${t(word)}</a>`)}</nav>
      ${here !== '/' && this.me.roles.includes('responder') ? html`<w-search></w-search>` : html`<span class="gap"></span>`}
      ${this.live === undefined ? nothing : html`<span class="live ${this.live ? 'on' : 'off'}" role="status">${this.live ? t('live.on') : t('live.off')}</span>`}
      ${this.#switches()}
      <details class="user"><summary>${this.me.name}</summary>
        <div><p class="hint">${this.me.roles.map(role => t(`account.${role}`)).join(' · ')}</p>
          <button type="button" @click=${this.#logOut}>${t('login.out')}</button></div></details>
    </header>`;
  }

  /** While the index is being made again, what a page shows may not be all. */
  #notice() {
    if (!this.indexed) {
      return nothing;
    }
    return html`<p class="notice" role="status">${
      this.indexed === 'none' ? t('indexed.none') : t('indexed.until', moment(this.indexed, true))}</p>`;
  }

  /** That somebody waits for an answer, wherever the person is but beside the question. */
  #asked() {
    const beside = this.address.path === '/questions' || (this.address.path === '/person' && this.me.actor
      && this.address.params.get('actor') === this.me.actor);
    if (!this.questions || beside) {
      return nothing;
    }
    return html`<p class="notice asks" role="status">${t('questions.waiting', number(this.questions))} <a href="/questions">${t('questions.open')}</a></p>`;
  }

  #switches() {
    const other = LANGUAGES.find(one => one !== language());
    const next = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    return html`<span class="switches">
      <button type="button" class="quiet language" lang=${other} @click=${() => setLanguage(other)}>${other === 'zh' ? '中文' : 'English'}</button>
      <button type="button" class="quiet theme" title=${t('theme.next', t(`theme.${next}`))} aria-label=${t('theme.next', t(`theme.${next}`))}
        @click=${() => this.#setTheme(next)}>${{auto: '◐', light: '☀', dark: '☾'}[this.theme]}</button></span>`;
  }

  #setTheme(theme) {
    this.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
    document.documentElement.dataset.theme = theme;
    window.dispatchEvent(new Event('whoread-theme'));
  }

  #view() {
    const view = VIEWS[this.address.path];
    if (!view) {
      return html`<main><div class="state empty"><h1>${t('nav.nowhere')}</h1><p><a href="/">${t('nav.home')}</a></p></div></main>`;
    }
    return this.loaded.has(view[0]) ? view[1]({params: this.address.params, me: this.me}) : html`<main>${loading()}</main>`;
  }

  #logOut = async () => {
    await logOut();
    this.#leave();
    navigate('/login', {replace: true});
  };

  updated() {
    const view = VIEWS[this.address.path]?.[0];
    document.title = this.me && view ? `${t(`title.${view}`)} · whoread` : 'whoread';
  }
}

customElements.define('whoread-app', App);
