package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import com.sun.tools.attach.VirtualMachine;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GapReason;
import io.whoread.record.v1.GuardedType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What goes on around the agent must neither lose a record nor be felt by the service. */
class TroubleIT extends Deployed {
  private final List<Path> jdks = Jdks.all();
  private final Path oldest = jdks.get(0);
  private final Path newest = jdks.get(jdks.size() - 1);

  @Test
  void whateverAClientSawBeforeAKillIsInTheTrail() throws Exception {
    Set<ByteString> seen = new HashSet<>();
    // Kept away while the service lives: what is told later can only come from the disk.
    String yaml = Files.readString(folder.resolve("whoread.yaml"));
    deployment.sendTo(9);
    try (Jvm service = Jvm.service(oldest, folder, deployment.agent());
        Socket socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
      String login = Base64.getEncoder().encodeToString("e1001:secret".getBytes());
      socket
          .getOutputStream()
          .write(
              ("GET /export?count=100000 HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
                      + login
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      try {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.startsWith("SO")) {
            String number = line.split(",")[0];
            seen.add(ByteString.copyFrom(deployment.pseudonyms.of("order", number)));
          }
          if (seen.size() == 3000) {
            service.kill();
          }
        }
      } catch (IOException e) {
        // The connection ends with the service.
      }
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(3000);
    Files.writeString(folder.resolve("whoread.yaml"), yaml);
    try (Jvm next = Jvm.service(newest, folder, deployment.agent())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(told("GET /export")).containsAll(seen));
      assertThat(next.stderr().lines()).hasSize(1);
      assertThat(deployment.collector.seen("GET /export"))
          .allMatch(access -> access.actor().getId().equals("e1001"))
          .extracting(access -> access.access().getRequest())
          .containsOnly(deployment.one("GET /export").access().getRequest());
    }
  }

  private Set<ByteString> told(String operation) {
    return deployment.collector.seen(operation).stream()
        .flatMap(access -> access.subjects().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void aCollectorThatAnswersNonsenseOrNothingIsNotFelt() throws Exception {
    HttpServer nonsense =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    nonsense.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200 + (int) (System.nanoTime() % 300), 0);
          exchange.getResponseBody().write(new byte[9000]);
          // And is never closed.
        });
    nonsense.start();
    deployment.sendTo(nonsense.getAddress().getPort());
    try (Jvm service = Jvm.service(newest, folder, deployment.agent())) {
      for (int i = 0; i < 200; i++) {
        assertThat(service.get("e1001", "/orders/" + i)).contains("\"orderNo\":\"SO");
      }
      assertThat(service.stdout()).isEmpty();
    } finally {
      nonsense.stop(0);
    }
  }

  /** The post that is under way hangs over all responses, and over the end of the service. */
  @Test
  void aCollectorThatIsSlowAndThenDownIsNotFelt() throws Exception {
    deployment.configure("actors: [principal]\n" + Deployment.GUARD);
    CountDownLatch posted = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    HttpServer slow =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.createContext(
        "/",
        exchange -> {
          posted.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    // Else the handler holds the very thread that stop() waits for.
    ExecutorService handlers = Executors.newCachedThreadPool();
    slow.setExecutor(handlers);
    slow.start();
    deployment.sendTo(slow.getAddress().getPort());
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      assertThat(posted.await(30, TimeUnit.SECONDS)).isTrue();
      long hanging = showOrders(service);
      assertThat(answer.getCount()).as("the post still hangs").isEqualTo(1);
      slow.stop(0);
      answer.countDown();
      long down = showOrders(service);
      assertThat(Math.max(hanging, down)).as("ms of the slowest response").isLessThan(5_000);
      long before = System.nanoTime();
      service.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    } finally {
      answer.countDown();
      slow.stop(0);
      handlers.shutdown();
    }
  }

  /** Returns how long the slowest of 200 responses took, in milliseconds. */
  private static long showOrders(Jvm service) throws Exception {
    long slowest = 0;
    for (int i = 0; i < 200; i++) {
      long before = System.nanoTime();
      assertThat(service.get("e1001", "/own/" + i)).contains("\"orderNo\":\"SO");
      slowest = Math.max(slowest, System.nanoTime() - before);
    }
    return TimeUnit.NANOSECONDS.toMillis(slowest);
  }

  @Test
  void guessesWhatToGuardAndBelievesNothingForged() throws Exception {
    deployment.configure(
        """
        trusted-proxies: [10.0.0.1]
        actors: [{header: X-Staff}, principal]
        roles: [{role: staff, id: k*}]
        """);
    try (Jvm service = Jvm.service(newest, folder, deployment.agent())) {
      service.get("k2002", "/orders/5", "X-Forwarded-For", "8.8.8.8", "X-Staff", "e7");
      Seen seen = deployment.one("GET /orders/{id}");
      assertThat(seen.caller().getAddress()).isEqualTo("127.0.0.1");
      assertThat(seen.actor().getId()).isEqualTo("k2002");
      assertThat(seen.actor().getSource()).isEqualTo("principal");
      assertThat(seen.actor().getRole()).isEqualTo("staff");
      assertThat(seen.subjects()).containsExactly(deployment.order(5));
      assertThat(seen.plain(0)).isEqualTo(Set.of("order-id", "name", "phone", "address"));
      assertThat(seen.word(seen.access().getSubjects(0).getOwner())).isEqualTo("S5");
      service.get(null, "/open/orders/6", "X-Staff", "e7");
      Seen nobody = deployment.one("GET /open/orders/{id}");
      assertThat(nobody.actor().getRole()).isEqualTo("unknown");
      assertThat(nobody.actor().getId()).isEmpty();
      assertThat(deployment.collector.coverage())
          .anySatisfy(
              coverage ->
                  assertThat(coverage.getTypesList())
                      .extracting(GuardedType::getName)
                      .contains("com.example.orders.Order"));
    }
  }

  @Test
  void isAttachedToARunningServiceSwitchedOffAndOn() throws Exception {
    try (Jvm service = Jvm.service(oldest, folder, List.of())) {
      service.get("e1001", "/orders/1");
      attach(service, folder.resolve("whoread.yaml").toString());
      service.get("e1001", "/orders/2");
      assertThat(deployment.one("GET /orders/{id}").subjects())
          .containsExactly(deployment.order(2));
      attach(service, "off");
      service.get("e1001", "/orders/3");
      // Whoever is killed now leaves the interval in the trail, which grows for as long as it
      // lasts.
      await().atMost(Duration.ofSeconds(20)).until(() -> piecesTold("switched off") >= 3);
      attach(service, "on");
      service.get("e1001", "/orders/4");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(told("GET /orders/{id}"))
                      .containsExactlyInAnyOrder(deployment.order(2), deployment.order(4)));
      await().atMost(Duration.ofSeconds(20)).until(() -> piecesTold("switched on again") == 1);
      Files.createFile(folder.resolve("whoread.off"));
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(service.said()).hasSize(4));
      assertThat(service.said().get(3)).isEqualTo("whoread is switched off");
      assertThat(deployment.collector.coverage())
          .isNotEmpty()
          .flatExtracting(Coverage::getHooksList)
          .allSatisfy(hook -> assertThat(hook.getProblem()).isEmpty());
    }
  }

  /** Of an interval, but for the one without length that it begins with. */
  private long piecesTold(String detail) {
    return deployment.collector.gaps().stream()
        .filter(gap -> gap.getReason() == GapReason.GAP_REASON_OFF)
        .filter(gap -> gap.getDetail().equals(detail) && !gap.getFrom().equals(gap.getTo()))
        .count();
  }

  private static void attach(Jvm service, String argument) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(service.pid()));
    try {
      machine.loadAgent(Jvm.JAR.toString(), argument);
    } finally {
      machine.detach();
    }
  }

  @Test
  void virtualThreadsCarryTheirRequests() throws Exception {
    List<String> options = new ArrayList<>(deployment.agent());
    options.add("-Dspring.threads.virtual.enabled=true");
    try (Jvm service = Jvm.service(newest, folder, options)) {
      for (int i = 100; i < 140; i++) {
        service.get(i % 2 == 0 ? "e1001" : "k2002", "/orders/" + i);
        service.get(i % 2 == 0 ? "e1001" : "k2002", "/async/" + i);
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(told("GET /orders/{id}")).hasSize(40);
                assertThat(told("GET /async/{id}")).hasSize(40);
              });
      assertThat(deployment.collector.seen("GET /async/{id}"))
          .allMatch(
              access -> {
                boolean even =
                    access.subjects().stream()
                        .allMatch(
                            id ->
                                java.util.stream.IntStream.iterate(100, i -> i < 140, i -> i + 2)
                                    .anyMatch(i -> deployment.order(i).equals(id)));
                return access.actor().getId().equals(even ? "e1001" : "k2002");
              });
    }
  }

  /**
   * What comes next on a connection is served by the thread that wrote the answer before, where it
   * is there by then.
   */
  @Test
  void whatComesNextOnAConnectionIsNotTheRequestBefore() throws Exception {
    List<String> options = new ArrayList<>(deployment.agent());
    options.add("-Dspring.threads.virtual.enabled=true");
    try (Jvm service = Jvm.service(newest, folder, options);
        Socket socket = new Socket("127.0.0.1", service.uri("/").getPort())) {
      String requests =
          request("e1001", "/async/1", "")
              + request("k2002", "/orders/2", "X-Reads: 3\r\n")
              + request("k2002", "/async/2", "Connection: close\r\n");
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers).contains("SO00000001").contains("SO00000002");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(told("GET /async/{id}"))
                    .containsExactlyInAnyOrder(deployment.order(1), deployment.order(2));
                assertThat(told("GET /orders/{id}"))
                    .containsExactlyInAnyOrder(deployment.order(2), deployment.order(3));
              });
      assertThat(deployment.collector.seen())
          .allMatch(
              access ->
                  access
                      .actor()
                      .getId()
                      .equals(access.subjects().contains(deployment.order(1)) ? "e1001" : "k2002"));
      assertThat(deployment.collector.seen())
          .extracting(access -> access.access().getTraceId())
          .doesNotHaveDuplicates();
    }
  }

  private static String request(String user, String path, String headers) {
    String login = Base64.getEncoder().encodeToString((user + ":secret").getBytes());
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: x\r\nAuthorization: Basic "
        + login
        + "\r\n"
        + headers
        + "\r\n";
  }
}
