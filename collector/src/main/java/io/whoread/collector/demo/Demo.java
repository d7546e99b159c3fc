package io.whoread.collector.demo;

import io.whoread.collector.api.login.Accounts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The story, from the empty folder to the two alerts, and to the source of a leak. */
final class Demo implements AutoCloseable {
  /** Of every account of the shop. */
  static final String PASSWORD = "shop";

  private static final Duration CALM = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private boolean closed;
  private final DemoSettings settings;
  private final Story story;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final Stage stage;
  private final String password = Accounts.generatePassword();
  private Past past;
  private ShopBooks books;
  private CollectorApi collector;
  private Traffic traffic;
  private Watch watch;

  /** Beginning of the live traffic. */
  private Instant live;

  private String walker;
  private String nightReader;

  /** Order numbers that the two were given. */
  private List<String> walked;

  private List<String> exported;

  Demo(DemoSettings settings, Story story) {
    this.settings = settings;
    this.story = story;
    this.stage = new Stage(settings, story, http);
  }

  /** All of it, until both alerts are there and the source of the leak is found. */
  void play() throws DemoFailed, IOException, InterruptedException {
    past = Past.of(settings.folder(), Instant.now());
    story.say("Everything is kept in " + settings.folder() + ends());
    story.chapter("1  A service is registered");
    stage.addService();
    story.chapter(
        "2  The shop runs in a JVM of its own, with the agent attached and nothing changed");
    books = stage.startShop(past.world());
    story.say(
        "%,d orders of people who do not exist; %d sellers, %d staff and couriers in teams."
            .formatted(
                books.orders().size(),
                books.sellers().size(),
                Team.ALL.stream().mapToInt(team -> books.members(team).size()).sum()));
    story.say(
        "Its desks follow the sun and parcels go out around the clock: whatever your clock says"
            + " now, some are at work, and for one desk it is night. Their hours: "
            + settings.data().resolve("rules.yaml"));
    story.chapter("3  The collector");
    Guard.writeRules(settings.data(), books);
    collector = stage.startCollector(password);
    history();
    commitCrimes();
    judge();
    look();
    story.chapter("9  From a list of victims to the source of the leak");
    new Leak(settings, story, collector, books).trace(walker, walked, exported);
  }

  private String ends() {
    return settings.temporary() ? " (thrown away at the end; --data DIR keeps it)." : ".";
  }

  private void history() throws DemoFailed, IOException, InterruptedException {
    Instant now = Instant.now();
    Instant until = now.minusSeconds(60);
    if (past.told().isBefore(now.minus(Duration.ofHours(1)))) {
      story.chapter("4  Ordinary days are imported, so that it is known what is usual for whom");
      Path file = settings.folder().resolve("history.csv");
      story.progress("ordinary days of work are made up ...");
      int reads = new History(books, past.told(), until).write(file);
      story.say(
          "%,d reads of %d days are made up: shifts, weekends, everybody's own work."
              .formatted(reads, Duration.between(past.told(), now).toDays()));
      stage.importRecords(file);
      story.done("imported; the trail marks these reads as imported, not captured");
    } else {
      story.chapter("4  Ordinary days were imported at an earlier start");
    }
    past.save(settings.folder(), now);
  }

  private void commitCrimes() throws DemoFailed, IOException, InterruptedException {
    live = Instant.now();
    Set<String> known = new HashSet<>();
    collector.alertsSince(live.minus(Duration.ofDays(2))).forEach(a -> known.add(a.actor()));
    traffic = new Traffic(http, settings.shopAddress(), books, live);
    Team night = Crimes.sleeping(live);
    nightReader = unknownOf(books.members(night), known);
    walker = unknownOf(traffic.onDuty("courier", Integer.MAX_VALUE, known), known);

    story.chapter("5  Now it is live: people log in to the shop and work");
    watch = new Watch(collector, story, live);
    traffic.start(Set.of(nightReader, walker));
    story.say("At work, as usual: " + String.join(" ", traffic.people()));
    calm();

    story.chapter("6  Two people do what they should not");
    story.say(
        "The shop lets a courier open any parcel by its number. %s opens %d that were given to others."
            .formatted(walker, Crimes.PARCELS));
    Crimes crimes = new Crimes(http, settings.shopAddress(), books, story);
    walked = crimes.walk(walker);
    story.say(
        "The desk %s works %s. There it is %s now: night. %s exports three days of orders."
            .formatted(night.name(), night.hours(), night.clock(Instant.now()), nightReader));
    exported = crimes.export(nightReader);
  }

  private static String unknownOf(List<String> ids, Set<String> known) throws DemoFailed {
    return ids.stream()
        .filter(id -> !known.contains(id))
        .findFirst()
        .orElseThrow(
            () ->
                new DemoFailed(
                    "old data",
                    "everybody has an alert of an earlier start; use a new --data",
                    null));
  }

  private void calm() throws DemoFailed, IOException, InterruptedException {
    long end = System.nanoTime() + CALM.toNanos();
    while (System.nanoTime() < end) {
      check();
      story.progress(traffic.pages() + " pages so far, no alert");
      Thread.sleep(200);
    }
  }

  private void judge() throws DemoFailed, IOException, InterruptedException {
    story.chapter("7  What the collector says");
    CollectorApi.Alert bulk = await(walker, "bulk", "the courier's alert");
    CollectorApi.Alert night = await(nightReader, "off-hours", "the night reader's alert");
    proveLive(walker, walked.size(), "the courier's records");
    proveLive(nightReader, exported.size(), "the night reader's records");
    bulk = settled(bulk, "bulk", walked.size());
    night = settled(night, "off-hours", exported.size());
    for (CollectorApi.Alert alert : List.of(bulk, night)) {
      story.alarm(alert.sentence());
      story.say(
          "The same in Chinese, which the console and messages speak, too: " + alert.chinese());
    }
    story.done(
        "both alerts come from what the agent captured live: all %d parcels and all %d exported orders"
            .formatted(walked.size(), exported.size()));
    List<String> others =
        watch.alerts().stream()
            .map(CollectorApi.Alert::actor)
            .filter(id -> !id.equals(walker) && !id.equals(nightReader))
            .distinct()
            .toList();
    story.say(
        others.isEmpty()
            ? "Nobody else raised an alert: the %d others worked as usual."
                .formatted(traffic.people().size())
            : "Also alerted on: " + String.join(" ", others));
  }

  /** Asks for what the browser will show, as its pages do. */
  private void look() throws DemoFailed, IOException, InterruptedException {
    story.chapter("8  What the console shows");
    collector.page();
    List<String> waiting = collector.waiting();
    must(
        waiting.contains(walker) && waiting.contains(nightReader),
        "the first screen wants others looked at: " + waiting);
    story.done("the first screen asks to look at %s and %s first".formatted(walker, nightReader));
    List<String> readers = collector.readersOf(walked.getFirst());
    must(readers.contains(walker), "the readers of order " + walked.getFirst() + ": " + readers);
    story.done(
        "order %s was read by %s%s"
            .formatted(
                walked.getFirst(),
                walker,
                readers.size() == 1 ? " alone" : " and " + (readers.size() - 1) + " others"));
    CollectorApi.ServiceLine service = collector.service(DemoSettings.SERVICE);
    must(
        service.state().equals("attached") && service.accesses24h() > 0,
        "the service " + DemoSettings.SERVICE + " is " + service.state());
    story.done(
        "the service %s is attached; gaps in its trail since then: %s"
            .formatted(
                DemoSettings.SERVICE, service.gaps24h() == 0 ? "none" : "" + service.gaps24h()));
  }

  private void must(boolean holds, String seen) throws DemoFailed {
    DemoFailed.unless(holds, "the console", seen, settings.logs().resolve("collector.log"));
  }

  private CollectorApi.Alert await(String actor, String rule, String part)
      throws DemoFailed, IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      CollectorApi.Alert alert = watch.find(actor, rule);
      if (alert != null) {
        return alert;
      }
      check();
      if (System.nanoTime() > end) {
        CollectorApi.Trail trail = collector.trail(actor, live);
        throw new DemoFailed(
            part,
            "no alert of the rule %s on %s after %d s; the trail holds %d of this person's live reads"
                .formatted(rule, actor, PATIENCE.toSeconds(), trail.live()),
            settings.logs().resolve("collector.log"));
      }
      story.progress("waiting for " + part + " ...");
      Thread.sleep(200);
    }
  }

  /**
   * An alert grows while the reads come in, and for some seconds after: the form in which it rests.
   *
   * @param reads which its count must have reached then
   */
  private CollectorApi.Alert settled(CollectorApi.Alert alert, String rule, int reads)
      throws DemoFailed, IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      CollectorApi.Alert now = watch.get(alert.id());
      long count = now.counts().get(rule);
      if (count >= reads) {
        return now;
      }
      check();
      if (System.nanoTime() > end) {
        throw new DemoFailed(
            "the count of the alert on " + now.actor(),
            "%d were read; the alert says %d after %d s"
                .formatted(reads, count, PATIENCE.toSeconds()),
            settings.logs().resolve("collector.log"));
      }
      story.progress("the alert on %s settles: %d of %d".formatted(now.actor(), count, reads));
      Thread.sleep(200);
    }
  }

  /** The reads behind an alert must have come from the agent, all of them. */
  private void proveLive(String actor, int reads, String part)
      throws DemoFailed, IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      CollectorApi.Trail trail = collector.trail(actor, live);
      if (trail.imported() == 0 && trail.live() >= reads) {
        return;
      }
      check();
      if (System.nanoTime() > end) {
        throw new DemoFailed(
            part,
            "%s read %d orders; the trail holds %d captured live and %d imported"
                .formatted(actor, reads, trail.live(), trail.imported()),
            settings.logs().resolve("shop.log"));
      }
      Thread.sleep(500);
    }
  }

  private void check() throws DemoFailed, IOException {
    stage.check();
    traffic.check();
    watch.check();
  }

  /** What to look at next. */
  void invite() {
    story.chapter("The console is open");
    story.say(
        """
        %s
        log-in  %s    password  %s

        Try:
          - open the alert on %s, then that person's trail and heatmap
          - paste the list %s under Trace: who could have leaked it, and who not?
          - type the order number %s into the search box: who has read it? (asking is on the record, too)
          - be an employee yourself: %s (its pages are in Chinese), log-in E1002, password %s;
            then look at what you did. What is unusual for E1002 (another hour, many orders) alerts: on you
          - ./whoread check %s --folder %s

        The shop goes on. Ctrl-C ends everything.\
        """
            .formatted(
                settings.collectorAddress(),
                Stage.USER,
                password,
                walker,
                Leak.list(settings),
                walked.getLast(),
                settings.shopAddress(),
                PASSWORD,
                DemoSettings.SERVICE,
                settings.agentFolder()));
  }

  /** What to try once everything has ended. */
  void partingWords() {
    story.say(
        """

        Next:
          ./whoread demo                      the same, and the console stays open for you to look around
          ./whoread collector --help          a collector of your own; README.md attaches a service in five steps\
        """);
  }

  /** Goes on until the process is told to stop. */
  void stay() throws DemoFailed, IOException, InterruptedException {
    while (true) {
      check();
      synchronized (this) {
        // Nothing is written any more once the folder may be on its way out.
        if (!closed) {
          past.save(settings.folder(), Instant.now());
        }
      }
      Thread.sleep(1_000);
    }
  }

  /** Sends everybody home and ends every process; a temporary folder is thrown away. */
  @Override
  public synchronized void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
    if (traffic != null) {
      traffic.close();
    }
    stage.close();
    http.shutdownNow();
  }

  /** Throws away what the demo wrote. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
