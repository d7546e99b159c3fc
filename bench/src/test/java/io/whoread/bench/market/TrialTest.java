package io.whoread.bench.market;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A small marketplace from end to end: what has to hold however detection is tuned. */
class TrialTest {
  @Test
  void everyKindIsScoredForTheProductAndForBothBaselines() throws Exception {
    Trial trial = new Trial();
    trial.run(Size.SMALL, 1);

    assertThat(trial.people()).isGreaterThan(100);
    assertThat(trial.reads()).isGreaterThan(300_000);
    for (Score score : new Score[] {trial.product(), trial.threeSigma(), trial.fixed()}) {
      assertThat(score.kinds()).containsOnlyKeys(Kind.values());
      score
          .kinds()
          .values()
          .forEach(
              kind -> {
                assertThat(kind.planted()).isEqualTo(Size.SMALL.episodes());
                assertThat(kind.recall()).isBetween(0.0, 1.0);
              });
      assertThat(score.cleanDays()).isEqualTo(trial.product().cleanDays()).isGreaterThan(1_000);
      assertThat(score.perThousand(Told.URGENT)).isLessThanOrEqualTo(score.perThousand(Told.WATCH));
    }
    // Nobody overlooks three thousand orders in ten seconds.
    assertThat(trial.product().kinds().get(Kind.EXPORT).recall()).isEqualTo(1);
    assertThat(trial.threeSigma().kinds().get(Kind.EXPORT).recall()).isEqualTo(1);
    assertThat(trial.fixed().kinds().get(Kind.EXPORT).recall()).isEqualTo(1);
    // The register says who has left, and who is on call: no number of reads could.
    assertThat(trial.product().kinds().get(Kind.LEFT).recall()).isEqualTo(1);
    // A baseline that spoke of nobody, or of everybody, would be none.
    assertThat(trial.threeSigma().perThousand(Told.WATCH)).isBetween(0.5, 200.0);
    assertThat(trial.fixed().perThousand(Told.WATCH)).isBetween(0.5, 200.0);

    // Everybody works ten times as much then, and for longer: that is no sign of one person.
    assertThat(trial.product().perThousandOnSales()).isLessThan(100);
    assertThat(trial.product().perThousand(Told.WATCH)).isLessThan(30);

    String table = trial.table();
    for (Kind kind : Kind.values()) {
      assertThat(table).containsOnlyOnce("\n" + kind.label());
    }
    assertThat(table).contains("alerted of 1,000 clean actor-days").contains("top 20 of a day");
  }
}
