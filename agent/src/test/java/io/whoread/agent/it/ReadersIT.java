package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Form;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in which Java reads a field, and what of each is seen. */
class ReadersIT {
  private static final String GUARD =
      """
      actors: [spring-security]
      guard:
        - class: com.example.orders.Order
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: com.example.orders.Readers$OpenOrder
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: com.example.orders.Readers$OrderRecord
          subject: order
          id: orderNo
          fields: {mobile: phone}
        - class: com.example.orders.Readers$OrderQuestion
          subject: order
          id: orderNo
          fields: {mobile: phone}
      """;

  /** Reader to what is told of it: read by code, read by a framework, left in plain. */
  private static final Map<String, String> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put("call", "touched plain");
    TABLE.put("method-reference", "touched plain");
    TABLE.put("reflected-method", "touched plain");
    TABLE.put("public-field", "touched plain");
    TABLE.put("own-method", "touched plain");
    TABLE.put("to-string", "framework plain");
    TABLE.put("record-accessor", "touched plain");
    TABLE.put("record-to-string", "framework plain");
    TABLE.put("record-hash-code", "nothing");
    TABLE.put("equals", "framework");
    TABLE.put("field", "nothing");
    TABLE.put("var-handle", "nothing");
    TABLE.put("copy", "framework plain");
    TABLE.put("copy-alone", "framework");
  }

  @TempDir Path folder;

  static List<Path> jdks() {
    return Jdks.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void eachIsToldAsTheTableSays(Path jdk) throws Exception {
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(GUARD);
      try (Jvm service = Jvm.service(jdk, folder, deployment.agent())) {
        int number = 100;
        for (String reader : TABLE.keySet()) {
          service.get("e1001", "/readers/" + reader + "/" + number++);
        }
        service.get("e1001", "/shops/3/queue");
        service.get("e1001", "/shops/1/queue");
        search(service);
        deployment.one("GET /search/body");
        Map<String, String> told = new LinkedHashMap<>();
        number = 100;
        for (String reader : TABLE.keySet()) {
          told.put(reader, told(deployment, number++));
        }
        assertThat(told).isEqualTo(TABLE);
        form(deployment);
        question(deployment);
      }
    }
  }

  private static void form(Deployment deployment) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> deployment.collector.seen("GET /shops/{shop}/queue").size() == 2);
    List<Seen> queues = deployment.collector.seen("GET /shops/{shop}/queue");
    assertThat(queues)
        .extracting(seen -> seen.subjects().size() + " " + seen.form())
        .containsExactlyInAnyOrder("3 " + Form.FORM_LISTED, "1 " + Form.FORM_OPENED);
  }

  /** What a client asked with is no read; what it was answered is. */
  private static void question(Deployment deployment) {
    assertThat(deployment.collector.seen("GET /search"))
        .flatExtracting(Seen::subjects)
        .containsExactly(deployment.order(901));
    assertThat(deployment.collector.seen("GET /search/body"))
        .flatExtracting(Seen::subjects)
        .containsExactly(deployment.order(911));
  }

  private static void search(Jvm service) throws Exception {
    service.get("e1001", "/search?orderNo=SO00000900&mobile=13800001900");
    String login =
        Base64.getEncoder().encodeToString("e1001:secret".getBytes(StandardCharsets.UTF_8));
    String body = "{\"orderNo\":\"SO00000910\",\"mobile\":\"13800001910\"}";
    HttpRequest request =
        HttpRequest.newBuilder(service.uri("/search/body"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Basic " + login)
            .method("GET", HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
  }

  private static String told(Deployment deployment, int order) {
    for (Seen seen : deployment.collector.seen("GET /readers/{how}/{id}")) {
      int at = seen.subjects().indexOf(deployment.order(order));
      if (at >= 0) {
        StringBuilder told = new StringBuilder();
        told.append(seen.touched(at).isEmpty() ? "" : "touched ");
        told.append(seen.exposure(at).getFrameworkList().isEmpty() ? "" : "framework ");
        told.append(seen.plain(at).isEmpty() ? "" : "plain");
        return told.toString().trim();
      }
    }
    return "nothing";
  }
}
