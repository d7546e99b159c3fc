package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.v1.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is told of a phone number that a library reads: by its accessor, by a framework, and whether
 * it left. The other half of {@link ReadersIT}'s table.
 */
class LibraryReadersIT {
  private static final String GUARD =
      """
      guard:
        - class: Reader$Slip
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: Reader$OrderRecord
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: Reader$Contact
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: Reader$Summary
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: Reader$ByField
          table: ByField
          columns: {orderno: orderNo}
          subject: order
          id: orderNo
          fields: {orderNo: order-id, mobile: phone}
        - class: Reader$ByProperty
          table: ByProperty
          columns: {orderno: orderNo}
          subject: order
          id: orderNo
          fields: {orderNo: order-id, mobile: phone}
      """;

  private static final Map<String, String> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put("jackson", "touched plain");
    TABLE.put("blackbird", "touched plain");
    TABLE.put("jackson-fields", "plain");
    TABLE.put("jackson-record", "touched plain");
    TABLE.put("fastjson2", "touched plain");
    TABLE.put("fastjson2-record", "touched plain");
    TABLE.put("fastjson2-fields", "nothing");
    TABLE.put("gson", "framework plain");
    TABLE.put("gson-record", "touched plain");
    TABLE.put("bean-utils", "framework");
    TABLE.put("meta-object", "touched");
    TABLE.put("projection", "touched plain");
    TABLE.put("projection-inherited", "touched plain");
    TABLE.put("hibernate-fields", "loaded");
    TABLE.put("hibernate-properties", "loaded framework");
  }

  @TempDir Path folder;

  static List<Path> jdks() {
    return Jdks.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void eachIsToldAsTheTableSays(Path jdk) throws Exception {
    Path classPaths = Files.createDirectories(Path.of("target", "libraries").toAbsolutePath());
    for (LibraryJars each : LibraryJars.all()) {
      if (each.library().equals("readers")) {
        each.prepare(classPaths, LibrariesIT.classPath());
      }
    }
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(GUARD);
      try (Jvm service =
          Jvm.answering(
              jdk,
              folder,
              deployment.agent(),
              LibrariesIT.classPath(),
              "com.example.libraries.Libraries",
              folder.toString(),
              classPaths.toString())) {
        Map<String, String> told = new LinkedHashMap<>();
        int number = 100;
        for (String reader : TABLE.keySet()) {
          String path = "/library/readers-newest/" + reader + "/" + number++;
          assertThat(service.get(null, path)).contains(String.valueOf(number - 1));
        }
        service.get(null, "/library/readers-newest/jackson/99");
        // Records leave in the order in which they were written.
        Awaitility.await().until(() -> !told(deployment, 99).equals("nothing"));
        number = 100;
        for (String reader : TABLE.keySet()) {
          told.put(reader, told(deployment, number++));
        }
        assertThat(told).isEqualTo(TABLE);
      }
    }
  }

  private static String told(Deployment deployment, int order) {
    List<String> told =
        deployment.collector.seen("GET /library/*").stream()
            .filter(seen -> seen.subjects().contains(deployment.order(order)))
            .flatMap(seen -> told(seen, seen.subjects().indexOf(deployment.order(order))))
            .distinct()
            .toList();
    return told.isEmpty()
        ? "nothing"
        : Stream.of("loaded", "touched", "framework", "plain")
            .filter(told::contains)
            .collect(Collectors.joining(" "));
  }

  private static Stream<String> told(Seen seen, int at) {
    boolean loaded =
        seen.access().getLoadedList().stream()
            .mapToInt(Loaded::getExposure)
            .anyMatch(one -> hasPhone(seen.batch().getExposures(one - 1).getTouchedList()));
    return Arrays.stream(
            new String[] {
              loaded ? "loaded" : "",
              seen.touched(at).contains("phone") ? "touched" : "",
              hasPhone(seen.exposure(at).getFrameworkList()) ? "framework" : "",
              seen.plain(at).contains("phone") ? "plain" : ""
            })
        .filter(word -> !word.isEmpty());
  }

  private static boolean hasPhone(List<String> kinds) {
    return kinds.contains("phone");
  }
}
