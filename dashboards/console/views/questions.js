// What somebody was asked.
import {html} from 'lit';
import {Element} from '../core/element.js';
import {t} from '../core/language.js';
import '../parts/questions.js';

export class QuestionsView extends Element {
  render() {
    return html`<main class="asked"><header><h1>${t('questions.title')}</h1></header><w-questions></w-questions></main>`;
  }
}

customElements.define('v-questions', QuestionsView);
