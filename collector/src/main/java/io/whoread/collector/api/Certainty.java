package io.whoread.collector.api;

import io.whoread.collector.index.Index;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Whether an answer is the whole one. While the index is being made again, what was found is true
 * and may not be all: each answer says so in a header. That nothing was found would be taken for
 * evidence, and is not said at all.
 */
final class Certainty implements HandlerInterceptor {
  /** Until when records are indexed, by the time that they were received; or "none". */
  static final String HEADER = "Whoread-Indexed-Until";

  private final Index index;

  Certainty(Index index) {
    this.index = index;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Index.Reach reach = index.reach();
    if (reach.behind()) {
      Instant until = reach.until();
      response.setHeader(HEADER, until == null ? "none" : until.toString());
    }
    return true;
  }

  /**
   * To be asked before it is said that there is nothing.
   *
   * @throws Refusal while the index does not hold the whole log
   */
  static void ofNothing(Index index) {
    if (index.reach().behind()) {
      throw new Refusal(
          503,
          "index-behind",
          "The trail is still being indexed: what is not found now may be found later.");
    }
  }
}
