package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class NewsTest {
  private long nowMs = -7;
  private final News news =
      new News(
          Drafts.config(new File("spool")).collector(URI.create("http://127.0.0.1:9")).build(),
          () -> nowMs);

  private String told(Runnable during) {
    try (Stderr stderr = new Stderr()) {
      during.run();
      return stderr.count("cannot be reached")
          + "/"
          + stderr.count("answers 503")
          + "/"
          + stderr.count("is back, all");
    }
  }

  @Test
  void itIsSaidOnceHoweverLongItLastsAndWhenItIsOver() {
    assertThat(
            told(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    nowMs += News.AGAIN_MS;
                    news.away("cannot be reached");
                  }
                  news.away("answers 503");
                  news.reached(() -> "all");
                  news.reached(() -> "all");
                }))
        .isEqualTo("1/1/1");
  }

  /** What the JDK says may hold anything; what we say ourselves is what helps. */
  @Test
  void ownErrorsAreSaidAndOthersNamed() {
    assertThat(news.of(new IOException("Li Lei 13800001111")))
        .isEqualTo("cannot be reached (java.io.IOException)");
    assertThat(news.of(new ConnectException("Connection refused")))
        .isEqualTo("cannot be reached (java.net.ConnectException: does it run, and listen there?)");
    assertThat(news.of(new UnknownHostException("no-such-host")))
        .isEqualTo(
            "cannot be reached (java.net.UnknownHostException: no host is known by that name)");
    assertThat(news.of(new NoClassDefFoundError("Could not initialize class")))
        .startsWith("cannot be asked before this JVM is restarted")
        .contains("(java.lang.NoClassDefFoundError)");
    assertThat(news.of(new UnusableException("token: expected one line")))
        .isEqualTo("cannot be used: token: expected one line");
  }

  /** Four times a second, as a gateway may have it that knows one good collector and one dead. */
  @Test
  void oneThatComesAndGoesFillsNoLog() {
    assertThat(
            told(
                () -> {
                  for (int i = 0; i < 4 * 3_600; i++) {
                    nowMs += 250;
                    if (i % 2 == 0) {
                      news.away(i % 4 == 0 ? "cannot be reached" : "answers 503");
                    } else {
                      news.reached(() -> "all");
                    }
                  }
                }))
        .matches("([0-9]|[1-5][0-9]|60)/([0-9]|[1-5][0-9]|60)/([1-5][0-9]|60)");
  }

  @Test
  void whatIsPassedOverIsSaidWhereItLasts() {
    assertThat(
            told(
                () -> {
                  news.away("cannot be reached");
                  news.reached(() -> "all");
                  nowMs += News.AGAIN_MS - 1;
                  news.away("answers 503");
                }))
        .isEqualTo("1/0/1");
    nowMs++;
    assertThat(told(() -> news.away("answers 503"))).isEqualTo("0/1/0");
  }
}
