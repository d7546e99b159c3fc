// A month of one person at a glance: a bar a day, stacked by form, the latest day at the right. Heights are square roots, so that
// one busy day does not make the ordinary ones invisible.
import {html, svg} from 'lit';
import {Element} from '../core/element.js';
import {number, t} from '../core/language.js';
import {FORMS, sum} from './forms.js';

const WIDTH = 180;
const HEIGHT = 32;

export class Strip extends Element {
  static properties = {days: {attribute: false}};

  render() {
    const days = this.days;
    const most = Math.max(1, ...days.map(day => sum(day.forms)));
    const step = WIDTH / days.length;
    const last = days.at(-1);
    const earlier = days.slice(0, -1).map(day => sum(day.forms)).sort((a, b) => a - b);
    const middle = earlier[earlier.length >> 1] ?? 0;
    return html`<svg class="strip" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
        aria-label=${t('strip.label', number(sum(last.forms)), number(middle), number(most))}>
      <line class="ground" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5}></line>
      ${days.map((day, place) => this.#bar(day, place * step, step - 1.5, most))}
    </svg>`;
  }

  #bar(day, x, width, most) {
    let top = HEIGHT - 1;
    const total = sum(day.forms);
    return svg`<g><title>${day.day} · ${number(total)}</title>
      <rect class="reach" x=${x} y="0" width=${width} height=${HEIGHT}></rect>
      ${FORMS.filter(form => day.forms[form]).map(form => {
        const height = Math.max(0.6, (day.forms[form] / total) * Math.sqrt(total / most) * (HEIGHT - 2));
        top -= height;
        return svg`<rect class="form-${form}" x=${x} y=${top} width=${width} height=${height}></rect>`;
      })}</g>`;
  }
}

customElements.define('w-strip', Strip);
