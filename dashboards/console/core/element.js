// What every element of the console is made from: Lit, rendered into the page itself (one style sheet for all), drawn again
// when the language changes.
import {LitElement} from 'lit';

export class Element extends LitElement {
  #redraw = () => this.requestUpdate();

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('whoread-language', this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('whoread-language', this.#redraw);
  }
}
