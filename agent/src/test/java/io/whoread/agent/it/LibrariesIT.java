package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Disclosure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every library that the agent understands, in the oldest and the newest version, doing with one
 * order what services do: what of it left, by which channel, in plain or masked.
 */
class LibrariesIT {
  /** Library, in which way it is used, and what is told to have left. */
  private static final String TABLE =
      """
      jackson2   all          RESPONSE plain address name order-id phone
      jackson2   fields       RESPONSE plain address name order-id phone
      jackson2   masked       RESPONSE plain address name order-id, RESPONSE masked phone
      jackson2   string       RESPONSE plain address name order-id phone
      jackson3   all          RESPONSE plain address name order-id phone
      jackson3   fields       RESPONSE plain address name order-id phone
      jackson3   blackbird    RESPONSE plain address name order-id phone
      jackson3   masked       RESPONSE plain address name order-id, RESPONSE masked phone
      jackson3   string       RESPONSE plain address name order-id phone
      gson       all          RESPONSE plain address name order-id phone
      gson       masked       RESPONSE plain address name order-id, RESPONSE masked phone
      fastjson   all          RESPONSE plain address name order-id phone
      fastjson   masked       RESPONSE plain address name order-id, RESPONSE masked phone
      fastjson2  all          RESPONSE plain address name order-id phone
      fastjson2  masked       RESPONSE plain address name order-id, RESPONSE masked phone
      hutool     json         RESPONSE plain address name order-id phone
      logback    file         LOG plain order-id phone
      logback    console      LOG plain order-id phone
      logback    masked       LOG plain order-id, LOG masked phone
      logback    async        LOG plain order-id phone
      logback    object       LOG plain order-id phone
      logback    level        -
      log4j2     file         LOG plain order-id phone
      log4j2     random       LOG plain order-id phone
      log4j2     console      LOG plain order-id phone
      log4j2     masked       LOG plain order-id, LOG masked phone
      log4j2     async        LOG plain order-id phone
      log4j2     asyncConfig  LOG plain order-id phone
      log4j2     asyncLogger  LOG plain order-id phone
      log4j2     object       LOG plain order-id phone
      log4j2     level        -
      poi        xls          EXPORT plain address order-id phone
      poi        xlsx         EXPORT plain address order-id phone
      poi        streamed     EXPORT plain address order-id phone
      poi        masked       EXPORT plain address order-id, EXPORT masked phone
      easyexcel  sheet        EXPORT plain address order-id phone
      fastexcel  sheet        EXPORT plain address order-id phone
      hutool     sheet        EXPORT plain address order-id phone
      dhatim     sheet        EXPORT plain address order-id phone
      thymeleaf  page         TEMPLATE plain address order-id phone
      thymeleaf  text         RESPONSE plain address order-id phone
      freemarker page         TEMPLATE plain address order-id phone
      freemarker text         RESPONSE plain address order-id phone
      feign      body         RPC plain order-id phone
      feign      query        RPC plain address
      spring     text         RPC plain order-id phone
      spring     bytes        RPC plain order-id phone
      spring     form         RPC plain address order-id
      spring     json         RPC plain address name order-id phone
      spring     address      RPC plain address
      httpclient4 text        RPC plain order-id phone
      httpclient4 bytes       RPC plain order-id phone
      httpclient4 form        RPC plain address order-id
      httpclient5 text        RPC plain order-id phone
      httpclient5 bytes       RPC plain order-id phone
      httpclient5 form        RPC plain address order-id
      okhttp     text         RPC plain order-id phone
      okhttp     bytes        RPC plain order-id phone
      okhttp     form         RPC plain address order-id
      rocketmq   one          MESSAGE plain order-id phone
      rocketmq   batch        MESSAGE plain order-id phone
      rabbitmq   one          MESSAGE plain order-id phone
      spring-data-redis text       CACHE plain order-id phone
      spring-data-redis hash       CACHE plain order-id phone
      spring-data-redis serialised CACHE plain address order-id
      spring-data-redis session    CACHE plain address name order-id phone
      spring-data-redis cache      CACHE plain order-id phone
      jdk        stream       EXPORT plain order-id phone
      jdk        writer       EXPORT plain order-id phone
      jdk        path         EXPORT plain order-id phone
      jdk        channel      EXPORT plain order-id phone
      jdk        random       EXPORT plain order-id phone
      jdk        print        LOG plain order-id phone
      jdk        jul          LOG plain order-id phone
      jdk        http         RPC plain order-id phone
      jdk        address      RPC plain phone
      """;

  /** What old versions do not have. */
  private static final String NEWEST_ONLY =
      """
      jackson2   blackbird    RESPONSE plain address name order-id phone
      spring     jdkText      RPC plain order-id phone
      spring     jdkJson      RPC plain address name order-id phone
      spring     copyJson     RPC plain order-id phone
      spring     jdkCopyJson  RPC plain order-id phone
      spring     intercepted  RPC plain order-id phone
      """;

  /** What needs a broker that takes its time to start. */
  private static final String KAFKA = "kafka      one          MESSAGE plain order-id phone\n";

  @TempDir Path folder;

  private record Row(LibraryJars library, String how, String left) {}

  /** As the field has them: old libraries on an old JDK, new ones on a new one. */
  @TestFactory
  Stream<DynamicTest> oldestOnTheOldest() throws Exception {
    return run(Jdks.all().get(0), "oldest");
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> kafka() throws Exception {
    try (Kafka broker = Kafka.start(folder)) {
      List<String> property = List.of("-Dkafka=" + broker.address());
      Path jdk = Jdks.all().get(0);
      return Stream.concat(
          run(jdk, property, rows(KAFKA, "oldest")), run(jdk, property, rows(KAFKA, "newest")))
          .toList()
          .stream();
    }
  }

  @TestFactory
  Stream<DynamicTest> newestOnTheNewest() throws Exception {
    return run(Jdks.all().get(Jdks.all().size() - 1), "newest");
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> newestOnTheOldest() throws Exception {
    return run(Jdks.all().get(0), "newest");
  }

  @Tag("full")
  @TestFactory
  Stream<DynamicTest> oldestOnTheNewest() throws Exception {
    return run(Jdks.all().get(Jdks.all().size() - 1), "oldest");
  }

  /** In a heap that has no room for it: each row is told, while the sheet is being made. */
  @Tag("full")
  @Test
  void aLongExportIsToldAsItRuns() throws Exception {
    int count = 50_000;
    List<Row> rows = rows("poi many -\n", "newest");
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(Deployment.GUARD);
      try (Jvm service = start(deployment, Jdks.all().get(0), List.of(), rows)) {
        service.get(null, "/library/poi-newest/many/" + count);
        Map<ByteString, Set<String>> left = new HashMap<>();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () -> {
                  left.clear();
                  deployment.collector.seen("GET /library/*").forEach(seen -> add(left, seen));
                  assertThat(left).hasSize(count);
                });
        assertThat(left.values())
            .containsOnly(Set.of("CHANNEL_EXPORT", "address", "name", "order-id", "phone"));
      }
    }
  }

  /** A row that was half written when the others were told is in two records. */
  private static void add(Map<ByteString, Set<String>> left, Seen seen) {
    for (int i = 0; i < seen.subjects().size(); i++) {
      for (Disclosure one : seen.exposure(i).getDisclosuresList()) {
        Set<String> fields = left.computeIfAbsent(seen.subjects().get(i), key -> new TreeSet<>());
        fields.add(one.getChannel().name());
        fields.addAll(one.getPlainList());
      }
    }
  }

  private Stream<DynamicTest> run(Path jdk, String version) throws Exception {
    String table = version.equals("newest") ? TABLE + NEWEST_ONLY : TABLE;
    return run(jdk, List.of(), rows(table, version));
  }

  private Stream<DynamicTest> run(Path jdk, List<String> options, List<Row> rows) throws Exception {
    Map<Row, String> left = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(Deployment.GUARD);
      try (Jvm service = start(deployment, jdk, options, rows)) {
        Map<Row, String> failed = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
          Row row = rows.get(i);
          String path = "/library/" + row.library.name() + "/" + row.how + "/" + (100 + i);
          var answer = service.send(null, path);
          if (answer.statusCode() != 200) {
            failed.put(row, answer.body());
          }
        }
        service.send(null, "/library/jdk-own/stream/99");
        // Records leave in the order in which they were written.
        await().atMost(Duration.ofSeconds(30)).until(() -> !told(deployment, 99).isEmpty());
        for (int i = 0; i < rows.size(); i++) {
          Row row = rows.get(i);
          left.put(row, failed.getOrDefault(row, told(deployment, 100 + i)));
        }
        deployment.collector.coverage().stream()
            .flatMap(coverage -> coverage.getHooksList().stream())
            .filter(hook -> !hook.getProblem().isEmpty())
            .map(hook -> hook.getName() + ": " + hook.getProblem())
            .forEach(problems::add);
        deployment.collector.coverage().stream()
            .flatMap(coverage -> coverage.getFaultsList().stream())
            .map(Object::toString)
            .forEach(problems::add);
        System.out.println(service.stderr());
      }
    }
    print(jdk, left);
    DynamicTest sound =
        DynamicTest.dynamicTest("no hook has a problem", () -> assertThat(problems).isEmpty());
    Stream<DynamicTest> each =
        rows.stream()
            .map(
                row ->
                    DynamicTest.dynamicTest(
                        row.library.name() + " " + row.how,
                        () -> assertThat(left.get(row)).isEqualTo(row.left)));
    return Stream.concat(each, Stream.of(sound));
  }

  /** The service with the libraries that some rows need, answering. */
  private Jvm start(Deployment deployment, Path jdk, List<String> options, List<Row> rows)
      throws Exception {
    Path classPaths = Path.of("target", "libraries").toAbsolutePath();
    Files.createDirectories(classPaths);
    for (LibraryJars each : LibraryJars.all()) {
      if (each.version().equals("own") || rows.stream().anyMatch(row -> row.library.equals(each))) {
        each.prepare(classPaths, classPath());
      }
    }
    return Jvm.answering(
        jdk,
        folder,
        Stream.concat(deployment.agent().stream(), options.stream()).toList(),
        classPath(),
        "com.example.libraries.Libraries",
        folder.toString(),
        classPaths.toString());
  }

  private static List<Row> rows(String table, String version) throws Exception {
    List<LibraryJars> all = LibraryJars.all();
    List<Row> rows = new ArrayList<>();
    for (String line : table.split("\n")) {
      String[] words = line.split("\\s+", 3);
      LibraryJars library =
          all.stream()
              .filter(each -> each.library().equals(words[0]))
              .filter(each -> each.version().equals(version) || each.version().equals("own"))
              .findFirst()
              .orElseThrow();
      rows.add(new Row(library, words[1], words[2]));
    }
    return rows;
  }

  static String classPath() throws Exception {
    try (Stream<Path> tomcat = Files.list(Path.of("target", "tomcat-11"))) {
      Stream<String> jars =
          tomcat
              .filter(jar -> jar.toString().endsWith(".jar"))
              .map(jar -> jar.toAbsolutePath().toString());
      Stream<String> own =
          Arrays.stream(Jvm.classPath().split(":"))
              .filter(each -> each.matches(".*(test-classes|annotation-api-[^/]*)"));
      return Stream.concat(own, jars).collect(Collectors.joining(":"));
    }
  }

  /** What left of an order, in the words of the table; empty where it is in no record. */
  private static String told(Deployment deployment, int order) {
    TreeMap<String, TreeSet<String>> left = new TreeMap<>();
    boolean any = false;
    for (Seen seen : deployment.collector.seen("GET /library/*")) {
      int at = seen.subjects().indexOf(deployment.order(order));
      if (at >= 0) {
        any = true;
        for (Disclosure one : seen.exposure(at).getDisclosuresList()) {
          String channel = one.getChannel().name().replace("CHANNEL_", "");
          add(left, channel + " plain", one.getPlainList());
          add(left, channel + " masked", one.getMaskedList());
        }
      }
    }
    List<String> parts = new ArrayList<>();
    // Plain before masked.
    left.descendingMap().forEach((way, fields) -> parts.add(way + " " + String.join(" ", fields)));
    return left.isEmpty() ? any ? "-" : "" : String.join(", ", parts);
  }

  private static void add(Map<String, TreeSet<String>> left, String way, List<String> fields) {
    if (!fields.isEmpty()) {
      left.computeIfAbsent(way, key -> new TreeSet<>()).addAll(fields);
    }
  }

  private static void print(Path jdk, Map<Row, String> left) {
    left.forEach(
        (row, told) ->
            System.out.printf(
                "%-28s %-18s %-14s %-12s %s%n",
                jdk.getFileName(),
                row.library.library(),
                row.library.number(),
                row.how,
                told.lines().limit(12).collect(Collectors.joining("\n    "))));
  }
}
