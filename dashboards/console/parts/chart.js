// A picture drawn by ECharts on a canvas. The library is large and comes only when a picture is first needed.
import {html} from 'lit';
import {color} from '../core/color.js';
import {Element} from '../core/element.js';

let library;

export class Chart extends Element {
  static properties = {
    // Makes the picture's options, in the colours of the present theme.
    draw: {attribute: false},
    label: {},
    picked: {attribute: false},
  };

  #chart;
  #resizes = new ResizeObserver(() => this.#chart?.resize());
  #onTheme = () => this.#paint();
  #dark = matchMedia('(prefers-color-scheme: dark)');

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('whoread-theme', this.#onTheme);
    this.#dark.addEventListener('change', this.#onTheme);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('whoread-theme', this.#onTheme);
    this.#dark.removeEventListener('change', this.#onTheme);
    this.#resizes.disconnect();
    this.#chart?.dispose();
    this.#chart = undefined;
  }

  render() {
    return html`<div class="canvas" role="img" aria-label=${this.label}></div>`;
  }

  async updated() {
    library ??= import('echarts');
    const echarts = await library;
    if (!this.isConnected) {
      return;
    }
    if (!this.#chart) {
      const place = this.querySelector('.canvas');
      this.#chart = echarts.init(place, null, {renderer: 'canvas'});
      this.#chart.on('click', event => this.picked?.(event));
      this.#resizes.observe(place);
    }
    this.#paint();
  }

  #paint() {
    this.#chart?.setOption(this.draw(), {notMerge: true});
  }
}

/** What all pictures share: quiet axes, and tooltips drawn on the canvas, which need no inline style. */
export function plain() {
  return {
    animation: false,
    textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: color('text-2')},
    tooltip: {
      renderMode: 'richText',
      backgroundColor: color('surface-3'),
      borderColor: color('line'),
      borderWidth: 1,
      padding: [8, 10],
      textStyle: {color: color('text'), fontSize: 12},
    },
  };
}

export function axis(options) {
  return {
    axisLine: {lineStyle: {color: color('line')}},
    axisTick: {show: false},
    axisLabel: {color: color('text-3'), fontSize: 11},
    splitLine: {lineStyle: {color: color('line-2')}},
    ...options,
  };
}

customElements.define('w-chart', Chart);
