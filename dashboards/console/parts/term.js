// A word that needs a sentence: a press shows it, by finger, mouse or keyboard; the next press anywhere takes it away.
import {html} from 'lit';
import {Element} from '../core/element.js';

let terms = 0;

export class Term extends Element {
  static properties = {word: {}, help: {}};

  #id = `term-${++terms}`;

  render() {
    return html`<button type="button" class="term" popovertarget=${this.#id}>${this.word}</button
      ><span id=${this.#id} class="meaning" popover role="note">${this.help}</span>`;
  }
}

customElements.define('w-term', Term);
