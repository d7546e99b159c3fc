// Victims x sources: who had read whom, and whether it left in plain.
import {html} from 'lit';
import {t} from '../core/language.js';
import {moment} from '../core/time.js';

const SIGNS = {plain: '●', masked: '○', unknown: '◐', imported: '◇'};

/**
 * @param windows of the victims: line, from, to, and whether the trail is whole in that time
 * @param sources the columns, each with its reads
 * @param name of a source
 */
export function matrix(windows, sources, name) {
  const reads = sources.map(source => new Map(source.reads.map(read => [read.line, read])));
  const kinds = new Set(sources.flatMap(source => source.reads).map(kindOf));
  return html`<section class="who-whom" aria-label=${t('trace.matrix')}>
    <h2>${t('trace.matrix')}</h2>
    <p class="hint">${t('trace.matrix.hint')} ${Object.keys(SIGNS).filter(kind => kinds.has(kind)).map(kind => html`<span class="sign ${kind}">${SIGNS[kind]}</span> ${t(`trace.key.${kind}`)} `)}
      ${windows.some(window => isPartly(window) && reads.some(of => !of.has(window.line))) ? html`<span class="hatch"></span> ${t('trace.key.gap')}` : ''}</p>
    <div class="scroll"><table class="matrix">
      <thead><tr><th></th>${sources.map(source => html`<th scope="col" class=${source.supported ? 'supported' : ''}>${name(source)}</th>`)}</tr></thead>
      <tbody>${windows.map(window => html`<tr><th scope="row">${window.line}</th>${sources.map((source, at) => cell(reads[at].get(window.line), window, name(source)))}</tr>`)}</tbody>
    </table></div>
  </section>`;
}

function cell(read, window, name) {
  const {line} = window;
  if (!read) {
    return isPartly(window) ? html`<td class="hatch" title=${t('trace.key.gap')}><span aria-label="${line}, ${name}: ${t('trace.key.gap')}"></span></td>` : html`<td></td>`;
  }
  const kind = kindOf(read);
  const told = t('trace.cell', line, name, moment(read.last));
  return html`<td class="sign ${kind}" title=${told}><span aria-label="${told}, ${t(`trace.key.${kind}`)}">${SIGNS[kind]}</span></td>`;
}

/** That nothing is found then does not mean that nobody read. */
function isPartly({whole}) {
  return whole === false;
}

function kindOf({plain, imported}) {
  return imported ? 'imported' : plain === null || plain === undefined ? 'unknown' : plain.length ? 'plain' : 'masked';
}
