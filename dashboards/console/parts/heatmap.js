// At which hours of the week a person reads. Where a shift is known its hours are outlined.
import {html} from 'lit';
import {color} from '../core/color.js';
import {Element} from '../core/element.js';
import {number, t} from '../core/language.js';
import {changed, navigate} from '../core/router.js';
import {weekdayNames, zoneName} from '../core/time.js';
import {axis, plain} from './chart.js';
import {term} from './words.js';

const cellAddress = (day, hour) => changed({weekday: day + 1, hour}) + '#trail';

export class Heatmap extends Element {
  static properties = {
    // [7][24], Monday first: distinct subjects, each once an hour; and the accesses they were read in.
    counts: {attribute: false},
    accesses: {attribute: false},
    // [7][24] of booleans in the console's zone, or null: the hours that are ordinary for the person.
    shift: {attribute: false},
    // The same as the calendar has it: its hours, and the zone of these.
    hours: {},
    zone: {},
  };

  render() {
    const busiest = Math.max(0, ...this.counts.flat());
    return html`<figure class="picture">
      <figcaption>${t('heatmap.title')} <span class="faint">${zoneName()}</span>
        ${this.shift ? html`<span class="shift-key">${t('heatmap.shift', this.hours, this.zone)}</span>` : ''}
        <span class="heat-key">${term(t('heatmap.shade'), t('help.subjects'))}</span></figcaption>
      <w-chart .draw=${() => this.#options(busiest)}
        .picked=${event => event.value && navigate(cellAddress(6 - event.value[1], event.value[0]))}
        label=${t('heatmap.label', number(busiest))}></w-chart>
      <details class="as-table">
        <summary>${t('chart.table')}</summary>
        <div class="scroll"><table class="hours">
          <thead><tr><th></th>${Array.from({length: 24}, (_, hour) => html`<th class="n">${hour}</th>`)}</tr></thead>
          <tbody>${weekdayNames().map(
            (name, day) => html`<tr><th>${name}</th>${this.counts[day].map(
              (count, hour) => html`<td class="n">${count ? html`<a href=${cellAddress(day, hour)}>${number(count)}</a>` : ''}</td>`,
            )}</tr>`,
          )}</tbody>
        </table></div>
      </details>
    </figure>`;
  }

  #options(busiest) {
    const names = weekdayNames();
    const data = [];
    this.counts.forEach((hours, day) => hours.forEach((count, hour) => data.push([hour, 6 - day, count])));
    return {
      ...plain(),
      grid: {left: 44, right: 8, top: 12, bottom: 24},
      tooltip: {
        ...plain().tooltip,
        formatter: ({value: [hour, row, count]}) =>
          t('heatmap.cell', names[6 - row], `${String(hour).padStart(2, '0')}:00`, number(count), number(this.accesses[6 - row][hour])),
      },
      xAxis: axis({
        type: 'category',
        data: Array.from({length: 24}, (_, hour) => String(hour)),
        splitLine: {show: false},
        axisLine: {show: false},
        axisLabel: {color: color('text-3'), fontSize: 11, interval: 2},
      }),
      yAxis: axis({type: 'category', data: [...names].reverse(), splitLine: {show: false}, axisLine: {show: false}}),
      visualMap: {
        show: false,
        min: 0,
        max: Math.max(1, Math.log1p(busiest)),
        dimension: 3,
        inRange: {color: [color('heat-0'), color('heat-1'), color('heat-2'), color('heat-3')]},
      },
      series: [
        {
          type: 'heatmap',
          // Logarithms: one busy hour must not make the few reads of a night invisible.
          data: data.map(([hour, row, count]) => [hour, row, count, Math.log1p(count)]),
          itemStyle: {borderColor: color('surface'), borderWidth: 2, borderRadius: 3},
          emphasis: {itemStyle: {borderColor: color('text-2'), borderWidth: 1}},
        },
        ...(this.shift ? [this.#outline()] : []),
      ],
    };
  }

  /** A line around the hours of the shift, drawn edge by edge. */
  #outline() {
    const inside = (day, hour) => this.shift[day]?.[hour] ?? false;
    const edges = [];
    for (let day = 0; day < 7; day++) {
      for (let hour = 0; hour < 24; hour++) {
        if (!inside(day, hour)) {
          continue;
        }
        const [x, y] = [hour, 6 - day];
        if (!inside(day, hour - 1)) edges.push([x, y, 0, 0, 0, 1]);
        if (!inside(day, hour + 1)) edges.push([x, y, 1, 0, 1, 1]);
        if (!inside(day - 1, hour)) edges.push([x, y, 0, 0, 1, 0]);
        if (!inside(day + 1, hour)) edges.push([x, y, 0, 1, 1, 1]);
      }
    }
    return {
      type: 'custom',
      silent: true,
      data: edges,
      renderItem: (_, api) => {
        const [width, height] = api.size([1, 1]);
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const [left, top] = [x - width / 2, y - height / 2];
        return {
          type: 'line',
          shape: {
            x1: left + api.value(2) * width,
            y1: top + api.value(3) * height,
            x2: left + api.value(4) * width,
            y2: top + api.value(5) * height,
          },
          style: {stroke: color('shift'), lineWidth: 1.5},
        };
      },
    };
  }
}

customElements.define('w-heatmap', Heatmap);
