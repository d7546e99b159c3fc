// Addresses of the console. Every view is a path and its parameters, so that what one person sees can be sent to another.
import {query} from './api.js';

/** The address of a view. */
export function to(path, params = {}) {
  return path + query(params);
}

export function navigate(href, {replace = false} = {}) {
  if (replace) {
    history.replaceState(null, '', href);
  } else {
    history.pushState(null, '', href);
  }
  window.dispatchEvent(new Event('whoread-navigate'));
}

/** The present address with some parameters changed; null takes one away. */
export function changed(changes) {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') {
      params.delete(name);
    } else {
      params.set(name, value);
    }
  }
  const text = params.toString();
  return location.pathname + (text ? `?${text}` : '');
}

/** Follows links within the console without loading the page anew. */
export function followLinks(root) {
  root.addEventListener('click', event => {
    const link = event.target.closest?.('a[href]');
    if (
      !link ||
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey || event.ctrlKey || event.shiftKey || event.altKey ||
      link.target ||
      link.origin !== location.origin ||
      link.getAttribute('href').startsWith('#')
    ) {
      return;
    }
    event.preventDefault();
    navigate(link.href);
    window.scrollTo(0, 0);
  });
}
