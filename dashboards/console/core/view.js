// A view: asks, and shows one of loading, error, or what was answered.
import {html, nothing} from 'lit';
import {Element} from './element.js';
import {t} from './language.js';

export class View extends Element {
  static properties = {
    params: {attribute: false},
    me: {attribute: false},
    state: {state: true},
  };

  /** How often to ask again while the page is looked at, in milliseconds; 0 for never. */
  static every = 0;
  /** Whether to ask again when alerts have changed. */
  static live = false;

  #asked = 0;
  #timer;
  #waiting;
  #onAlerts = () => this.#soon();

  constructor() {
    super();
    this.state = {status: 'loading'};
  }

  /** Asks the collector; `this.params` says what for. */
  async ask() {
    throw new Error('ask() is missing');
  }

  /** What is shown for an answer. */
  show() {
    throw new Error('show() is missing');
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.constructor.live) {
      window.addEventListener('whoread-alerts', this.#onAlerts);
    }
    if (this.constructor.every > 0) {
      this.#timer = setInterval(() => {
        if (!document.hidden) {
          this.refresh();
        }
      }, this.constructor.every);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('whoread-alerts', this.#onAlerts);
    clearInterval(this.#timer);
    clearTimeout(this.#waiting);
  }

  willUpdate(changes) {
    if (changes.has('params')) {
      this.reload();
    }
  }

  /** Asks anew and shows that it does. */
  reload() {
    this.state = {status: 'loading'};
    return this.refresh();
  }

  /** Asks anew while the present answer stays; a failure leaves it standing. */
  async refresh() {
    const asked = ++this.#asked;
    try {
      const data = await this.ask();
      if (asked === this.#asked) {
        this.state = {status: 'ready', data};
      }
    } catch (problem) {
      if (asked === this.#asked && this.state.status !== 'ready') {
        this.state = {status: 'failed', problem};
      }
      if (!('code' in problem)) {
        throw problem;
      }
    }
  }

  // At most about six times a second: a burst of alerts is one picture.
  #soon() {
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      this.refresh();
    }, 150);
  }

  render() {
    switch (this.state.status) {
      case 'loading':
        return this.loading();
      case 'failed':
        return this.failed(this.state.problem);
      default:
        return this.show(this.state.data);
    }
  }

  loading() {
    return loading();
  }

  failed(problem) {
    return failed(problem, () => this.reload());
  }
}

export function loading() {
  return html`<div class="state loading" role="status">
    <span class="bar"></span><span class="bar"></span><span class="bar"></span>
    <span class="unseen">${t('state.loading')}</span>
  </div>`;
}

/** Problems that stand in the question, or in who asks: the same again is answered the same. */
export function stays({status, code}) {
  return status === 400 || (status === 403 && code !== 'stale-page');
}

export function failed(problem, retry) {
  return html`<div class="state failed" role="alert">
    <p>${problem.sentence ?? problem.message}</p>
    ${stays(problem) ? nothing : html`<button type="button" class="quiet" @click=${retry}>${t('state.retry')}</button>`}
  </div>`;
}

export function empty(sentence, hint = '') {
  return html`<div class="state empty"><p>${sentence}</p>${hint ? html`<p class="hint">${hint}</p>` : ''}</div>`;
}
