// Victims x sources: who had read whom, and whether it left in plain.
import {html, nothing} from 'lit';
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
  const partly = windows.filter(isPartly).length;
  return html`<section class="who-whom" aria-label=${t('trace.matrix')}>
    <h2>${t('trace.matrix')}</h2>
    <p class="hint">${t('trace.matrix.hint')} ${Object.keys(SIGNS).filter(kind => kinds.has(kind)).map(kind => html`<span class="sign ${kind}">${SIGNS[kind]}</span> ${t(`trace.key.${kind}`)} `)}
      ${partly && partly < windows.length ? html`<span class="hatch"></span> ${t('trace.key.gap')}` : nothing}</p>
    ${partly === windows.length ? html`<p class="hint">${t('trace.key.gap.all')}</p>` : nothing}
    <div class="scroll"><table class="matrix">
      <thead><tr><th></th>${sources.map(source => html`<th scope="col" class=${source.supported ? 'supported' : ''}>${name(source)}</th>`)}</tr></thead>
      <tbody>${windows.map(window => html`<tr>${line(window, partly < windows.length)}${sources.map((source, at) => cell(reads[at].get(window.line), window, name(source)))}</tr>`)}</tbody>
    </table></div>
  </section>`;
}

/** What is hatched is the victim's time, whoever read in it; where it is all of them a sentence says so. */
function line(window, told) {
  return told && isPartly(window)
    ? html`<th scope="row" class="hatch" title=${t('trace.key.gap')}>${window.line}<span class="unseen"> ${t('trace.key.gap')}</span></th>`
    : html`<th scope="row">${window.line}</th>`;
}

function cell(read, {line}, name) {
  if (!read) {
    return html`<td></td>`;
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
