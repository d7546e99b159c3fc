package io.whoread.bench.market;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Prints scores beside each other. */
public final class Table {
  private final Score product;
  private final Score threeSigma;
  private final Score fixed;
  private final StringBuilder text = new StringBuilder();

  public Table(Score product, Score threeSigma, Score fixed) {
    this.product = product;
    this.threeSigma = threeSigma;
    this.fixed = fixed;
  }

  /**
   * One line a kind, and one for each figure over all kinds.
   *
   * @param threshold of the fixed one, for the heading
   */
  public String print(String threshold) {
    line(
        "%-26s %7s | %6s %5s %6s %9s %9s %5s %5s | %6s %9s | %6s %9s",
        "", "", "found", "own", "by", "seconds", "", "reads", "", "mean +", "seconds", "fixed",
        "seconds");
    line(
        "%-26s %7s | %6s %5s %6s %9s %9s %5s %5s | %6s %9s | %6s %9s",
        "kind of misuse",
        "planted",
        "",
        "rule",
        "chance",
        "p50",
        "p90",
        "p50",
        "p90",
        "3sigma",
        "p50",
        "",
        "p50");
    for (Kind kind : Kind.values()) {
      Score.Found own = product.kinds().get(kind);
      if (own != null) {
        row(kind, own);
      }
    }
    line("");
    line("%-52s %10s %14s %10s", "", "whoread", "mean + 3 sigma", "fixed");
    figure("clean actor-days", Score::cleanDays, "%,.0f");
    figure("alerted of 1,000 clean actor-days", s -> s.perThousand(Told.WATCH), "%.2f");
    figure("  at review or urgent", s -> s.perThousand(Told.REVIEW), "%.2f");
    figure("  urgent (1 in 5,000 is 0.20)", s -> s.perThousand(Told.URGENT), "%.2f");
    figure("alerted of 1,000 on the day of the sale", Score::perThousandOnSales, "%.2f");
    figure("precision of the top 20 of a day", Score::precisionOfDays, "%.2f");
    figure("precision of the top 20 of a whole run", Score::precisionOfAll, "%.2f");
    figure("alerts a day on customers, machines, nobody", Score::elsewhere, "%.2f");
    line("fixed: more than %s orders in a day", threshold);
    line("");
    line("%-52s %10s %14s %10s", "of 1,000 clean actor-days, by job", "whoread", "", "review");
    product
        .byJob()
        .forEach(
            (job, n) ->
                line(
                    "  %-50s %10.2f %14s %10.2f",
                    job.team, 1_000.0 * n[Told.WATCH] / n[0], "", 1_000.0 * n[Told.REVIEW] / n[0]));
    line("by rule");
    product.perThousandByRule().forEach((rule, n) -> line("  %-50s %10.2f", rule, n));
    return text.toString();
  }

  private void row(Kind kind, Score.Found own) {
    Score.Found sigma = threeSigma.kinds().get(kind);
    Score.Found same = fixed.kinds().get(kind);
    line(
        "%-26s %7d | %6.2f %5.2f %6.3f %9s %9s %5s %5s | %6.2f %9s | %6.2f %9s",
        kind.label(),
        own.planted(),
        own.recall(),
        own.ownRule(),
        own.chance(),
        quantile(own.seconds, 0.5),
        quantile(own.seconds, 0.9),
        quantile(own.subjects, 0.5),
        quantile(own.subjects, 0.9),
        sigma.recall(),
        quantile(sigma.seconds, 0.5),
        same.recall(),
        quantile(same.seconds, 0.5));
  }

  private void figure(String what, ToDoubleFunction<Score> figure, String format) {
    line(
        "%-52s %10s %14s %10s",
        what,
        number(format, figure.applyAsDouble(product)),
        number(format, figure.applyAsDouble(threeSigma)),
        number(format, figure.applyAsDouble(fixed)));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  /** Of what was found; a dash where nothing was. */
  private static String quantile(List<Double> values, double share) {
    if (values.isEmpty()) {
      return "-";
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return String.format(
        Locale.ROOT, "%,.0f", sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
