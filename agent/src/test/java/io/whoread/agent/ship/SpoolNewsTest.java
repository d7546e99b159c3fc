package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpoolNewsTest {
  private final Stderr stderr = new Stderr();

  @AfterEach
  void restore() {
    stderr.close();
  }

  /** How often each of the two lines was said. */
  private String told() {
    return stderr.count("RECORDS NOTHING") + "/" + stderr.count("records again");
  }

  @Test
  void itIsSaidAtOnceThenEveryHourAndWhenItIsOver() {
    SpoolNews news = new SpoolNews(new File("/spool/orders"));
    long start = -5;
    news.look(null, start);
    assertThat(told()).isEqualTo("0/0");
    for (long second = 0; second <= 2 * 3_600; second++) {
      news.look("denied", start + second * 1_000);
    }
    assertThat(told()).isEqualTo("3/0");
    news.look(null, start + 2 * SpoolNews.AGAIN_MS + 1);
    news.look(null, start + 2 * SpoolNews.AGAIN_MS + 2);
    assertThat(told()).isEqualTo("3/1");
  }

  @Test
  void oneThatGoesForGoodIsSaidHoweverSoonAfterTheOneBefore() {
    SpoolNews news = new SpoolNews(new File("/spool/orders"));
    news.look("denied", 0);
    news.look(null, 1);
    news.look("denied", 2);
    news.look("denied", 1 + SpoolNews.LASTING_MS);
    assertThat(told()).isEqualTo("1/1");
    news.look("denied", 2 + SpoolNews.LASTING_MS);
    news.look("denied", 3 + SpoolNews.LASTING_MS);
    assertThat(told()).isEqualTo("2/1");
    news.look(null, 4 + SpoolNews.LASTING_MS);
    assertThat(told()).isEqualTo("2/2");
  }

  @Test
  void oneThatComesAndGoesFillsNoLog() {
    SpoolNews news = new SpoolNews(new File("/spool/orders"));
    for (int second = 0; second < 3_600; second++) {
      news.look(second % 2 == 0 ? "full" : null, second * 1_000);
    }
    assertThat(told()).isEqualTo("1/1");
  }
}
