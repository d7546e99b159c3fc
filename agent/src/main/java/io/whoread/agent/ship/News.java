package io.whoread.agent.ship;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service's log is told of the collector: each news once, and that it is back. */
final class News {
  private static final Logger LOG = LoggerFactory.getLogger(News.class);

  private final String collector;

  /** What was said last; null for nothing. */
  private String said;

  private boolean away;

  /**
   * @param collector its host and port
   */
  News(String collector) {
    this.collector = collector;
  }

  /** It could not be reached, or takes nothing. */
  void away(String why) {
    away = true;
    say(why);
  }

  /**
   * An answer came.
   *
   * @param waiting says how much waits to be sent
   */
  void reached(Supplier<String> waiting) {
    if (away) {
      away = false;
      said = null;
      LOG.warn("collector {} is back, {}", collector, waiting.get());
    }
  }

  void say(String news) {
    if (!news.equals(said)) {
      said = news;
      LOG.warn("collector {} {}", collector, news);
    }
  }
}
