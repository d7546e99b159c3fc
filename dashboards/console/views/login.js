import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {logIn} from '../core/api.js';
import {t} from '../core/language.js';

export class LogIn extends Element {
  static properties = {problem: {state: true}, busy: {state: true}};

  render() {
    return html`<main class="log-in">
      <form @submit=${this.#submit}>
        <h1>whoread</h1>
        <p class="claim">${t('login.claim')}</p>
        <label>${t('login.name')}<input name="name" autocomplete="username" required maxlength="64"></label>
        <label>${t('login.password')}<input name="password" type="password" autocomplete="current-password" required
          maxlength="128"></label>
        ${this.problem ? html`<p class="bad" role="alert">${this.problem.sentence}</p>` : nothing}
        <button ?disabled=${this.busy}>${this.busy ? t('login.busy') : t('login.do')}</button>
        <p class="hint">${t('login.hint')}</p>
      </form>
    </main>`;
  }

  firstUpdated() {
    this.querySelector('input').focus();
  }

  #submit = async event => {
    event.preventDefault();
    const {name, password} = event.target;
    this.busy = true;
    this.problem = null;
    try {
      await logIn(name.value.trim(), password.value);
      this.dispatchEvent(new Event('logged-in', {bubbles: true}));
    } catch (problem) {
      this.problem = problem;
      password.value = '';
      password.focus();
    } finally {
      this.busy = false;
    }
  };
}

customElements.define('v-login', LogIn);
