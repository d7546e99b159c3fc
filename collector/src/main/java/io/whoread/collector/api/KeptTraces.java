package io.whoread.collector.api;

import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last results of traces that somebody asked for in a browser: in memory, for whoever asked,
 * until that session ends. They hold no number of a list.
 */
final class KeptTraces {
  private static final String NAME = KeptTraces.class.getName();

  /** One may be some MB of memory. */
  private static final int MOST = 5;

  private final Map<String, TraceController.Traced> results = new LinkedHashMap<>();

  private KeptTraces() {}

  /**
   * @param session null where nobody logged in by a browser: then nothing is kept
   */
  static void keep(HttpSession session, TraceController.Traced result) {
    if (session == null) {
      return;
    }
    KeptTraces kept;
    synchronized (KeptTraces.class) {
      kept = (KeptTraces) session.getAttribute(NAME);
      if (kept == null) {
        kept = new KeptTraces();
        session.setAttribute(NAME, kept);
      }
    }
    synchronized (kept.results) {
      kept.results.put(result.id(), result);
      if (kept.results.size() > MOST) {
        kept.results.remove(kept.results.keySet().iterator().next());
      }
    }
  }

  /** Null where there is none. */
  static TraceController.Traced find(HttpSession session, String id) {
    KeptTraces kept = session == null ? null : (KeptTraces) session.getAttribute(NAME);
    if (kept == null) {
      return null;
    }
    synchronized (kept.results) {
      return kept.results.get(id);
    }
  }
}
