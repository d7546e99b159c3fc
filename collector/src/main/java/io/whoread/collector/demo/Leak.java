package io.whoread.collector.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What follows from the reads: those whose data were sold are called, and complain. */
final class Leak {
  private final DemoSettings settings;
  private final Story story;
  private final CollectorApi collector;
  private final ShopBooks books;

  Leak(DemoSettings settings, Story story, CollectorApi collector, ShopBooks books) {
    this.settings = settings;
    this.story = story;
    this.collector = collector;
    this.books = books;
  }

  /** Where the list of victims lies. */
  static Path list(DemoSettings settings) {
    return settings.folder().resolve("victims.csv");
  }

  /**
   * From the list to the source, to who is excluded, and to whom to warn.
   *
   * @param source who sold what they were given
   * @param given order numbers
   * @param others order numbers that somebody else was given
   */
  void trace(String source, List<String> given, List<String> others)
      throws DemoFailed, IOException, InterruptedException {
    String victims = VictimsFile.of(books, given, Set.copyOf(others), Instant.now());
    Files.writeString(list(settings), victims);
    story.say(
        "%d customers were called by a false customer service that knew their orders: the data of %d came from %s, the others are strangers to it. The list: %s"
            .formatted(
                VictimsFile.LEAKED + VictimsFile.STRANGERS,
                VictimsFile.LEAKED,
                source,
                list(settings)));
    CollectorApi.Traced traced = collector.trace(victims);
    must(
        traced.supported() && traced.actor().equals(source),
        "it names %s, supported: %s".formatted(traced.actor(), traced.supported()));
    story.done(
        "the trace names %s, whose reads explain %d of the %d; by chance it would be %.1f"
            .formatted(source, traced.explained(), traced.victims(), traced.expected()));
    must(
        traced.excluded() > traced.active() / 2 && traced.excluded() < traced.active(),
        "it excludes %d of %d people".formatted(traced.excluded(), traced.active()));
    story.done(
        "excluded, as far as the trail reaches: %d of the %d people who read anything in that time read none of these orders, or no more of them than by chance"
            .formatted(traced.excluded(), traced.active()));
    // From the first purchase on, as the console asks.
    CollectorApi.Given warned = collector.blast(source, traced.role(), traced.from());
    long captured = warned.subjects() - warned.importedAlone();
    must(
        captured >= given.size(),
        "the data of %d orders were returned to %s".formatted(captured, source));
    story.done(
        "whom to warn: %d, whose data %s was given since the first of these purchases: %d captured, and %d of its ordinary days that were imported"
            .formatted(warned.subjects(), source, captured, warned.importedAlone()));
  }

  private void must(boolean holds, String seen) throws DemoFailed {
    DemoFailed.unless(
        holds, "the trace of " + list(settings), seen, settings.logs().resolve("collector.log"));
  }
}
