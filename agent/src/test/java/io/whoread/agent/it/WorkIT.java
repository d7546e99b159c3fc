package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other threads read is told of the request that they work for, and of no other. */
class WorkIT extends Deployed {
  private static final List<String> WAYS =
      List.of("submit", "execute", "on", "later", "supply", "fork", "parallel", "thread");

  static List<Path> jdks() {
    return Jdks.all();
  }

  private Jvm service(Path jdk) throws Exception {
    deployment.configure(
        "trusted-proxies: [127.0.0.1]\nactors: [{header: X-Staff}, {attribute: staff}]\n"
            + Deployment.GUARD);
    return Jvm.answering(
        jdk,
        folder,
        deployment.agent(),
        Jvm.classPath(),
        "com.example.orders.WorkShop",
        folder.toString());
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void followsTheWork(Path jdk) throws Exception {
    try (Jvm service = service(jdk)) {
      assertThat(service.stderr().lines()).filteredOn(line -> line.contains("WARN")).isEmpty();
      jobs();
      eachWay(service);
      if (Jdks.feature(jdk) >= 21) {
        service.get(null, "/work/virtual/2000", "X-Staff", "e77");
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(readers(2000, 2200)).isEqualTo(Map.of("e77", 200L)));
      }
      limited(service);
      forgotten(service);
      oneObjectForTwo(service);
      manyAtOnce(service);
      service.stop();
      assertThat(service.said()).hasSize(1);
    }
  }

  /** The whole request is run by a pool's thread, and who acts is known there alone. */
  private void limited(Jvm service) throws Exception {
    service.get(null, "/limited/itself/3900", "X-Log-In", "e88");
    Seen seen =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> of(3900), list -> !list.isEmpty())
            .get(0);
    assertThat(seen.actor().getId()).isEqualTo("e88");
    assertThat(seen.operation()).isEqualTo("GET /limited/*");
  }

  private void jobs() {
    for (int i = 0; i < 4; i++) {
      int number = 901 + i;
      Seen seen =
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> of(number), list -> !list.isEmpty())
              .get(0);
      assertThat(seen.form()).isEqualTo(Form.FORM_JOB);
      assertThat(seen.actor().getRole()).isEqualTo("system");
      assertThat(seen.actor().getId())
          .isEqualTo(
              List.of("Nightly.export", "Nightly.report", "Nightly.heard", "night.labels").get(i));
      assertThat(seen.operation()).isEqualTo(seen.actor().getId());
      assertThat(seen.actor().getSource()).isEqualTo(i == 2 ? "listener" : "job");
    }
  }

  private List<Seen> of(int number) {
    return deployment.collector.seen().stream()
        .filter(seen -> seen.subjects().contains(deployment.order(number)))
        .toList();
  }

  private void eachWay(Jvm service) throws Exception {
    for (int i = 0; i < WAYS.size(); i++) {
      int number = 1000 + 100 * i;
      service.get(null, "/work/" + WAYS.get(i) + "/" + number, "X-Staff", "e" + i);
      Seen seen =
          await()
              .alias(WAYS.get(i))
              .atMost(Duration.ofSeconds(20))
              .until(() -> of(number), list -> !list.isEmpty())
              .get(0);
      assertThat(seen.actor().getId()).as(WAYS.get(i)).isEqualTo("e" + i);
      assertThat(seen.operation()).isEqualTo("GET /work/*");
    }
    assertAllRead(1500, 1508, "e5");
    assertAllRead(1600, 1650, "e6");
  }

  private void assertAllRead(int from, int to, String actor) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(readers(from, to)).isEqualTo(Map.of(actor, (long) (to - from))));
  }

  /** How many of the orders each actor read. */
  private Map<String, Long> readers(int from, int to) {
    Map<Object, Integer> numbers = new java.util.HashMap<>();
    IntStream.range(from, to).forEach(number -> numbers.put(deployment.order(number), number));
    Map<String, Set<Integer>> read = new TreeMap<>();
    for (Seen seen : deployment.collector.seen()) {
      for (Object subject : seen.subjects()) {
        if (numbers.containsKey(subject)) {
          read.computeIfAbsent(seen.actor().getId(), key -> new TreeSet<>())
              .add(numbers.get(subject));
        }
      }
    }
    return read.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> (long) one.getValue().size()));
  }

  /** The request has ended, and its connection serves others, before the work is done. */
  private void forgotten(Jvm service) throws Exception {
    service.get(null, "/work/forget/3000", "X-Staff", "e31");
    for (int i = 0; i < 20; i++) {
      service.get(null, "/work/thread/" + (3100 + i), "X-Staff", "e32");
    }
    assertThat(of(3000)).isEmpty();
    service.get(null, "/release", "X-Staff", "e33");
    assertAllRead(3000, 3001, "e31");
  }

  /** It cannot be told whose it is: nobody is called by a name that may be another's. */
  private void oneObjectForTwo(Jvm service) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(2);
    List<Future<String>> both = new ArrayList<>();
    for (String user : List.of("e41", "e42")) {
      both.add(clients.submit(() -> service.get(null, "/work/same/1", "X-Staff", user)));
    }
    for (Future<String> one : both) {
      assertThat(one.get()).isEqualTo("1");
    }
    clients.shutdown();
    service.get(null, "/work/submit/3200", "X-Staff", "e43");
    assertAllRead(3200, 3201, "e43");
    assertThat(readers(9_000, 9_010)).isEmpty();
  }

  /** Users share pools that have fewer threads than there are users. */
  private void manyAtOnce(Jvm service) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(6);
    List<Future<?>> all = new ArrayList<>();
    for (int user = 0; user < 6; user++) {
      int own = user;
      all.add(
          clients.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  String way = WAYS.get((i + own) % 5);
                  int number = 10_000 + own * 1_000 + i;
                  service.get(null, "/work/" + way + "/" + number, "X-Staff", "u" + own);
                }
                return null;
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    clients.shutdown();
    for (int user = 0; user < 6; user++) {
      assertAllRead(10_000 + user * 1_000, 10_000 + user * 1_000 + 40, "u" + user);
    }
  }
}
