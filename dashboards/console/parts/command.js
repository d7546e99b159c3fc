// A command to be run elsewhere, whole and ready to be copied.
import {html, nothing} from 'lit';
import {Element} from '../core/element.js';
import {t} from '../core/language.js';

export class Command extends Element {
  static properties = {command: {}, copied: {state: true}};

  render() {
    return html`<div class="command"><code>${this.command}</code>
      ${navigator.clipboard ? html`<button type="button" class="quiet" @click=${this.#copy}>${t(this.copied ? 'command.copied' : 'command.copy')}</button>` : nothing}</div>`;
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.command);
    this.copied = true;
  };
}

customElements.define('w-command', Command);
