package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real service with the built jar attached: what is read and what left is in the records. */
class ServiceIT {
  private static final String YAML =
      """
      service: orders
      collector: %s
      key-file: key
      spool: {dir: spool, max-mb: 8}
      zone: Asia/Shanghai
      trusted-proxies: [127.0.0.1]
      purpose: {header: X-Ticket}
      guard:
        - class: com.example.orders.Order
          subject: order
          id: orderNo
          links: {customer: customerId}
          owner: sellerId
          placed: createdAt
          status: status
          fields: {orderNo: order-id, receiverName: name, mobile: phone, address: address}
        - class: com.example.orders.OrderRow
          subject: order
          id: orderNo
          fields: {orderNo: order-id, consignee: name, phone: phone}
        - class: com.example.orders.Contact
          fields: {contactName: name, tel: phone}
      """;

  @TempDir Path folder;
  private TestCollector collector;
  private Pseudonyms pseudonyms;

  static List<Path> jdks() {
    return Jdks.all();
  }

  @BeforeEach
  void configure() throws Exception {
    collector = new TestCollector();
    PseudonymKey key = PseudonymKey.generate(1);
    pseudonyms = new Pseudonyms(key);
    Files.writeString(folder.resolve("key"), key.toLine() + "\n");
    Files.writeString(folder.resolve("whoread.yaml"), YAML.formatted(collector.address()));
  }

  @AfterEach
  void close() {
    collector.close();
  }

  private List<String> agent() {
    return List.of("-javaagent:" + Jvm.JAR + "=" + folder.resolve("whoread.yaml"));
  }

  private ByteString order(int number) {
    return ByteString.copyFrom(pseudonyms.of("order", String.format("SO%08d", number)));
  }

  private Seen one(String operation) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> collector.seen(operation), list -> !list.isEmpty())
        .get(0);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void tellsWhoSawWhat(Path jdk) throws Exception {
    try (Jvm service = Jvm.service(jdk, folder, agent())) {
      assertThat(service.stderr().lines())
          .singleElement()
          .asString()
          .startsWith("whoread ")
          .contains("guards 3 classes (whoread.yaml)")
          .contains("sends to " + collector.address());
      assertThat(service.stdout()).isEmpty();

      opened(service);
      listed(service);
      unattributed(service);
      masked(service);
      compared(service);
      async(service);
      service.stop();
    }
  }

  private void opened(Jvm service) throws Exception {
    service.get(
        "e1001",
        "/orders/7",
        "traceparent",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "X-Ticket",
        "T-42",
        "X-Forwarded-For",
        "6.6.6.6, 203.0.113.9");
    Seen seen = one("GET /orders/{id}");
    assertThat(seen.form()).isEqualTo(Form.FORM_OPENED);
    assertThat(seen.actor().getId()).isEqualTo("e1001");
    assertThat(seen.actor().getRole()).isEqualTo("staff");
    assertThat(seen.actor().getSource()).isEqualTo("spring-security");
    assertThat(seen.caller().getAddress()).isEqualTo("203.0.113.9");
    assertThat(seen.word(seen.access().getPurpose())).isEqualTo("T-42");
    assertThat(seen.access().getTraceId().toByteArray())
        .asHexString()
        .isEqualToIgnoringCase("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(seen.subjects()).containsExactly(order(7));
    assertThat(seen.plain(0)).isEqualTo(Set.of("order-id", "name", "phone", "address"));
    assertThat(seen.touched(0)).isEqualTo(Set.of("order-id", "name", "phone", "address"));
    Subject subject = seen.access().getSubjects(0);
    assertThat(seen.word(subject.getOwner())).isEqualTo("S0");
    assertThat(seen.word(subject.getStatus())).isEqualTo("PAID");
    assertThat(subject.getPlacedDay() - 1).isEqualTo(LocalDate.of(2026, 3, 8).toEpochDay());
    Link link = subject.getLinks(0);
    assertThat(seen.word(link.getKind())).isEqualTo("customer");
    assertThat(link.getId().toByteArray()).isEqualTo(pseudonyms.of("customer", "70007"));
  }

  private void listed(Jvm service) throws Exception {
    service.get("k2002", "/orders?from=20&count=20");
    Seen seen = one("GET /orders");
    assertThat(seen.form()).isEqualTo(Form.FORM_LISTED);
    assertThat(seen.actor().getRole()).isEqualTo("courier");
    assertThat(seen.subjects())
        .containsExactlyElementsOf(IntStream.range(20, 40).mapToObj(this::order).toList());
    assertThat(seen.plain(3)).isEqualTo(Set.of("order-id"));
    assertThat(seen.masked(3)).isEqualTo(Set.of("phone"));
  }

  private void unattributed(Jvm service) throws Exception {
    service.get("e1001", "/contacts");
    Seen seen = one("GET /contacts");
    assertThat(seen.subjects()).isEmpty();
    assertThat(seen.access().getUnattributed(0).getCount()).isEqualTo(2);
    assertThat(seen.word(seen.access().getUnattributed(0).getSource()))
        .isEqualTo("com.example.orders.Contact");
  }

  private void masked(Jvm service) throws Exception {
    service.get("13800001234", "/masked/9");
    Seen seen = one("GET /masked/{id}");
    assertThat(seen.masked(0)).isEqualTo(Set.of("phone"));
    assertThat(seen.plain(0)).doesNotContain("phone");
    assertThat(seen.actor().getRole()).isEqualTo("seller");
    assertThat(seen.actor().getPseudonymous()).isTrue();
    assertThat(seen.actor().getId()).doesNotContain("1380000").hasSize(32);
  }

  private void compared(Jvm service) throws Exception {
    service.get("e1001", "/compare/50");
    Seen seen = one("GET /compare/{id}");
    assertThat(seen.touched(0)).isEmpty();
    assertThat(seen.exposure(0).getFrameworkList()).containsExactly("phone");
  }

  private void async(Jvm service) throws Exception {
    service.get("e1001", "/async/60");
    Seen seen = one("GET /async/{id}");
    assertThat(seen.actor().getId()).isEqualTo("e1001");
    assertThat(seen.subjects()).containsExactly(order(60));
    service.get("e1001", "/raw-async/61");
    seen = one("GET /raw-async/{id}");
    assertThat(seen.actor().getId()).isEqualTo("e1001");
    assertThat(seen.subjects()).containsExactly(order(61));
    service.get("e1001", "/export?count=1000");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                collector.seen("GET /export").stream()
                        .flatMap(part -> part.subjects().stream())
                        .distinct()
                        .count()
                    == 1000);
  }
}
