// Subjects that nobody has a reason to read.
import {html} from 'lit';
import {get, post} from '../core/api.js';
import {named, t} from '../core/language.js';
import {moment} from '../core/time.js';
import {View, empty} from '../core/view.js';

export class Canaries extends View {
  ask() {
    return get('/api/canaries');
  }

  render() {
    return html`<main class="canaries"><header><h1>${t('canary.title')}</h1></header>${super.render()}</main>`;
  }

  async #remove(id) {
    try {
      await post('/api/canaries/remove', {id});
    } catch (problem) {
      if (!('code' in problem)) {
        throw problem;
      }
      // Somebody else has removed it: the list says so.
    }
    await this.refresh();
  }

  show(canaries) {
    if (canaries.length === 0) {
      return empty(t('canary.empty'), t('canary.empty.hint'));
    }
    return html`<table class="list stacked">
      <thead><tr><th>${t('canary.label')}</th><th>${t('canary.kind')}</th><th>${t('canary.channel')}</th><th>${t('canary.by')}</th><th></th></tr></thead>
      <tbody>${canaries.map(one => html`<tr>
        <td class="first">${one.label} ${one.current ? '' : html`<span class="bad">${t('canary.stale')}</span>`}</td>
        <td data-label=${t('canary.kind')}>${named('kind', one.kind)}</td>
        <td data-label=${t('canary.channel')}>${one.channelKind ? `${t(`canary.${one.channelKind}`)} ${one.channel}` : t('canary.anybody')}</td>
        <td data-label=${t('canary.by')}>${one.by || t('canary.machine')} <span class="faint">${moment(one.at)}</span></td>
        <td class="when"><button type="button" class="quiet" @click=${() => this.#remove(one.id)}>${t('canary.remove')}</button></td></tr>`)}</tbody></table>`;
  }
}

customElements.define('v-canaries', Canaries);
