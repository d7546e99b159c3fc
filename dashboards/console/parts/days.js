// How much a person read each day, and how: a picture, and the same as a table whose numbers open the records.
import {html} from 'lit';
import {color} from '../core/color.js';
import {Element} from '../core/element.js';
import {named, number, t} from '../core/language.js';
import {changed, navigate} from '../core/router.js';
import {wholeDay} from '../core/time.js';
import {axis, plain} from './chart.js';
import {FORMS, formsOf, legend, sum} from './forms.js';

const dayAddress = day => changed({range: null, weekday: null, hour: null, ...wholeDay(day)}) + '#trail';

export class Days extends Element {
  static properties = {days: {attribute: false}};

  render() {
    const forms = formsOf(this.days);
    return html`<figure class="picture">
      <figcaption>${t('days.title')} ${legend(forms)}</figcaption>
      <w-chart .draw=${() => this.#options(forms)} .picked=${e => navigate(dayAddress(this.days[e.dataIndex].day))}
        label=${t('days.label', number(this.days.length))}></w-chart>
      <details class="as-table">
        <summary>${t('chart.table')}</summary>
        <div class="scroll"><table>
          <thead><tr><th>${t('days.day')}</th>${this.#columns(forms).map(form => html`<th class="n">${named('form', form)}</th>`)}
            <th class="n">${t('days.sum')}</th></tr></thead>
          <tbody>${this.days.filter(day => sum(day.forms) > 0).reverse().map(
            day => html`<tr><td><a href=${dayAddress(day.day)}>${day.day}</a></td>
              ${this.#columns(forms).map(form => html`<td class="n">${number(day.forms[form] ?? 0)}</td>`)}
              <td class="n">${number(sum(day.forms))}</td></tr>`,
          )}</tbody>
        </table></div>
      </details>
    </figure>`;
  }

  #columns(forms) {
    return FORMS.filter(form => forms.has(form));
  }

  #options(forms) {
    return {
      ...plain(),
      grid: {left: 44, right: 8, top: 12, bottom: 24},
      tooltip: {...plain().tooltip, trigger: 'axis', axisPointer: {type: 'shadow'}},
      xAxis: axis({
        type: 'category',
        data: this.days.map(day => day.day.slice(5)),
        splitLine: {show: false},
      }),
      yAxis: axis({type: 'value', minInterval: 1, axisLine: {show: false}}),
      series: this.#columns(forms).map(form => ({
        name: named('form', form),
        type: 'bar',
        stack: 'days',
        barCategoryGap: '25%',
        barMaxWidth: 26,
        itemStyle: {color: color(`form-${form}`)},
        data: this.days.map(day => day.forms[form] ?? null),
      })),
    };
  }
}

customElements.define('w-days', Days);
