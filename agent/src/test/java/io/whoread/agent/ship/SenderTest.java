package io.whoread.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Gap;
import io.whoread.record.v1.GapReason;
import java.io.File;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collector that misbehaves loses nothing, and stops nothing but itself. */
class SenderTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path dir;
  private TestCollector collector;

  @BeforeEach
  void open() throws IOException {
    collector = new TestCollector();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  private Shipper start(URI uri) {
    return Shipper.start(Drafts.config(dir.toFile()).collector(uri).build(), Drafts.FIELDS);
  }

  private static void write(Shipper shipper, long from, long to, int subjects) {
    for (long i = from; i < to; i++) {
      assertThat(shipper.write(Drafts.numbered(i, subjects))).isTrue();
    }
  }

  private void awaitExactly(long from, long to) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(collector.accesses().stream().map(Drafts::number).sorted())
                    .containsExactlyElementsOf(
                        LongStream.range(from, to).boxed().collect(Collectors.toList())));
  }

  @Test
  void aCollectorThatIsDownGetsEverythingOnceItIsUp() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Shipper shipper = start(URI.create("http://localhost:" + port))) {
      write(shipper, 0, 500, 5);
      try (TestCollector late = new TestCollector(port, null)) {
        await().atMost(LONG).until(() -> late.accesses().size() == 500);
        await().until(() -> shipper.books().acked() == 500);
        assertThat(late.duplicates()).isZero();
        assertThat(late.batches().size()).as("batches filled up meanwhile").isLessThan(20);
      }
    }
  }

  @Test
  void whereOneTakesNothingTheNextIsAskedAtOnce() throws Exception {
    int gone;
    try (ServerSocket free = new ServerSocket(0)) {
      gone = free.getLocalPort();
    }
    collector.behave((batch, exchange) -> 503);
    List<URI> addresses = new ArrayList<>();
    addresses.add(collector.uri());
    addresses.add(URI.create("http://localhost:" + gone));
    try (TestCollector leads = new TestCollector()) {
      addresses.add(leads.uri());
      try (Stderr stderr = new Stderr();
          Shipper shipper =
              Shipper.start(
                  Drafts.config(dir.toFile()).collectors(addresses).build(), Drafts.FIELDS)) {
        write(shipper, 0, 500, 5);
        await().atMost(LONG).until(() -> leads.accesses().size() == 500);
        assertThat(collector.requests()).as("asked once, and not again").isEqualTo(1);
        await().until(() -> shipper.books().acked() == 500);
        assertThat(stderr.count("answers 503")).isZero();
        leads.behave((batch, exchange) -> 503);
        collector.behave((batch, exchange) -> 200);
        write(shipper, 500, 900, 5);
        awaitExactly(500, 900);
      }
    }
  }

  @Test
  void aCollectorThatDoesNotAnswerHoldsNobodyUp() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    collector.behave(
        (batch, exchange) -> {
          try {
            open.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return 200;
        });
    try (Shipper shipper = start(collector.uri())) {
      await().until(() -> collector.requests() == 1);
      write(shipper, 0, 2_000, 10);
      open.countDown();
      awaitExactly(0, 2_000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 404, 500, 503})
  void whatIsNoAckIsTriedAgain(int status) throws Exception {
    AtomicInteger left = new AtomicInteger(2);
    collector.behave((batch, exchange) -> left.getAndDecrement() > 0 ? status : 200);
    try (Shipper shipper = start(collector.uri())) {
      write(shipper, 0, 3, 2);
      awaitExactly(0, 3);
      assertThat(collector.duplicates()).isZero();
      assertThat(collector.gaps()).isEmpty();
      assertThat(collector.contentTypes()).containsExactly("application/x-protobuf");
    }
  }

  @Test
  void retryAfterIsObeyed() throws Exception {
    ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
    collector.behave(
        (batch, exchange) -> {
          times.add(System.nanoTime());
          exchange.getResponseHeaders().set("Retry-After", "2");
          return times.size() == 1 ? 429 : 200;
        });
    try (Shipper shipper = start(collector.uri())) {
      write(shipper, 0, 1, 1);
      awaitExactly(0, 1);
      long first = times.remove();
      assertThat(times.remove() - first).isGreaterThan(Duration.ofMillis(1_900).toNanos());
    }
  }

  @Test
  void aBatchThatIsRefusedIsKeptAsideAndTheNextGoOn() throws Exception {
    collector.behave(
        (batch, exchange) -> {
          boolean bad = ReadAccess.of(List.of(batch)).stream().anyMatch(a -> Drafts.number(a) == 7);
          if (bad) {
            byte[] why = "accesses[0]: no operation".getBytes();
            exchange.sendResponseHeaders(400, why.length);
            exchange.getResponseBody().write(why);
          }
          return bad ? 0 : 200;
        });
    try (Shipper shipper = start(collector.uri())) {
      write(shipper, 0, 3, 2);
      awaitExactly(0, 3);
      write(shipper, 7, 9, 2);
      await().atMost(LONG).until(() -> !collector.gaps().isEmpty());
      write(shipper, 20, 23, 2);
      await().atMost(LONG).until(() -> shipper.books().inSpool() == 0);

      long refused = shipper.books().droppedFor(GapReason.GAP_REASON_REFUSED);
      assertThat(refused).isBetween(1L, 2L);
      Gap gap = collector.gaps().get(0);
      assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_REFUSED);
      assertThat(gap.getAccesses()).isEqualTo(refused);
      assertThat(gap.getFrom().getSeconds()).isEqualTo(1_790_000_000L);
      assertThat(gap.getFrom().getNanos()).isEqualTo(7_000_000);
      File[] kept = new File(dir.toFile(), "orders/quarantine").listFiles();
      assertThat(kept).extracting(File::getName).contains(gap.getDetail() + ".batch");
      for (File file : kept) {
        if (file.getName().endsWith(".batch")) {
          Batch batch = Batch.parseFrom(Files.readAllBytes(file.toPath()));
          assertThat(Drafts.number(ReadAccess.of(List.of(batch)).get(0))).isEqualTo(7);
        } else {
          assertThat(file).hasContent("accesses[0]: no operation");
        }
      }
    }
  }

  @Test
  void aRefusalOfEverythingIsNoEndlessTale() throws Exception {
    collector.behave((batch, exchange) -> 400);
    try (Shipper shipper = start(collector.uri())) {
      write(shipper, 0, 3, 2);
      await().until(() -> shipper.books().inSpool() == 0);
      // The gap is refused as well. It is not given up, but told less and less often.
      int before = collector.requests();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(LONG)
          .until(() -> collector.requests() < before + 8);
    }
  }

  @Test
  void aTokenThatIsRefusedIsReadAgain() throws Exception {
    Path token = dir.resolve("token");
    Files.writeString(token, "stale\n");
    collector.behave(
        (batch, exchange) ->
            "Bearer fresh".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? 200
                : 401);
    AtomicBoolean asked = new AtomicBoolean();
    Authenticator.setDefault(
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            asked.set(true);
            return new PasswordAuthentication("the application's", new char[] {'x'});
          }
        });
    try (Shipper shipper =
        Shipper.start(
            Drafts.config(dir.toFile())
                .collector(collector.uri())
                .tokenFile(token.toFile())
                .build(),
            Drafts.FIELDS)) {
      write(shipper, 0, 3, 1);
      await().until(() -> collector.requests() >= 2);
      assertThat(collector.accesses()).isEmpty();
      Files.writeString(token, "fresh\n");
      awaitExactly(0, 3);
      assertThat(new TreeSet<>(collector.authorizations()))
          .containsExactly("Bearer fresh", "Bearer stale");
      assertThat(asked).as("the application's authenticator was asked").isFalse();
      assertThat(collector.gaps()).isEmpty();
    } finally {
      Authenticator.setDefault(null);
    }
  }

  @Test
  void aBatchTooLargeForTheWayGoesInPieces() throws Exception {
    collector.behave((batch, exchange) -> batch.getSerializedSize() > 5_000 ? 413 : 200);
    try (Shipper shipper =
        Shipper.start(
            Drafts.config(dir.toFile()).collector(collector.uri()).firstPostAfterMs(500).build(),
            Drafts.FIELDS)) {
      for (int i = 0; i < 300; i++) {
        // Each brings words of its own: pieces hold only those they need.
        AccessDraft draft = Drafts.numbered(i, 4);
        draft.purpose = "ticket " + i;
        assertThat(shipper.write(draft)).isTrue();
      }
      // One alone is larger than what goes through.
      assertThat(shipper.write(Drafts.numbered(300, 400))).isTrue();
      awaitExactly(0, 300);
      await().atMost(LONG).until(() -> shipper.books().inSpool() == 0);

      assertThat(collector.duplicates()).isZero();
      assertThat(collector.accesses().get(299).purpose()).isEqualTo("ticket 299");
      assertThat(shipper.books().droppedFor(GapReason.GAP_REASON_REFUSED)).isEqualTo(1);
      await().until(() -> !collector.gaps().isEmpty());
      assertThat(collector.gaps().get(0).getAccesses()).isEqualTo(1);
      Map<Object, List<Batch>> runs =
          collector.batches().stream().collect(Collectors.groupingBy(Batch::getRun));
      long whole =
          runs.values().stream()
              .filter(batches -> batches.stream().anyMatch(b -> b.getCoverageCount() > 0))
              .findFirst()
              .orElseThrow()
              .stream()
              .map(Batch::getSequence)
              .distinct()
              .count();
      assertThat(whole).as("the run lacks no number").isEqualTo(highest(runs));
    }
  }

  private static long highest(Map<Object, List<Batch>> runs) {
    return runs.values().stream()
        .filter(batches -> batches.stream().anyMatch(batch -> batch.getCoverageCount() > 0))
        .flatMap(List::stream)
        .mapToLong(Batch::getSequence)
        .max()
        .orElseThrow();
  }

  @Test
  void nonsenseInsteadOfAnAnswerLosesNothing() throws Exception {
    try (Front front =
            new Front(
                collector.port(),
                "",
                "\u0000\u0001\u0002 nonsense \uffff\r\n\r\n",
                "HTTP/1.1 ",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
                "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n");
        Shipper shipper = start(URI.create("http://localhost:" + front.port()))) {
      write(shipper, 0, 50, 3);
      awaitExactly(0, 50);
      assertThat(collector.gaps()).isEmpty();
      assertThat(front.scripted()).isZero();
    }
  }

  @Test
  void theApplicationsProxyIsNotAsked() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.set(true);
            throw new IllegalStateException("the application's selector");
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    try (Shipper shipper = start(collector.uri())) {
      write(shipper, 0, 3, 1);
      awaitExactly(0, 3);
      assertThat(asked).isFalse();
    } finally {
      ProxySelector.setDefault(before);
    }
  }
}
