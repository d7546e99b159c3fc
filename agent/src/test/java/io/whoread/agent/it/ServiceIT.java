package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Access;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Form;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real service with the built jar attached: what is read and what left is in the records. */
class ServiceIT extends Deployed {
  static List<Path> jdks() {
    return Jdks.all();
  }

  private ByteString order(int number) {
    return deployment.order(number);
  }

  private Seen one(String operation) {
    return deployment.one(operation);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void tellsWhoSawWhat(Path jdk) throws Exception {
    try (Jvm service = Jvm.service(jdk, folder, deployment.agent())) {
      assertThat(service.stderr().lines())
          .singleElement()
          .asString()
          .startsWith("whoread ")
          .contains("guards 4 classes (whoread.yaml)")
          .contains("sends to " + deployment.collector.address());
      assertThat(service.stdout()).isEmpty();

      opened(service);
      listed(service);
      unattributed(service);
      masked(service);
      compared(service);
      async(service);
      inherited(service);
      ownReads(service);
      fault(service);
      faultInAdvice(service);
      service.stop();
      ended();
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
    assertThat(seen.actor().getSource()).isEqualTo("principal");
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
    assertThat(link.getId().toByteArray()).isEqualTo(deployment.pseudonyms.of("customer", "70007"));
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
    assertThat(service.get(null, "/open/context-left")).isEqualTo("false");
    service.get("e1001", "/export?count=1000");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                deployment.collector.seen("GET /export").stream()
                        .flatMap(part -> part.subjects().stream())
                        .distinct()
                        .count()
                    == 1000);
  }

  private void inherited(Jvm service) throws Exception {
    service.get("e1001", "/special/77");
    Seen seen = one("GET /special/{id}");
    assertThat(seen.subjects().get(0).toByteArray())
        .isEqualTo(deployment.pseudonyms.of("order", "77"));
    assertThat(seen.touched(0)).isEqualTo(Set.of("phone", "card-tail"));
    // Of a card's tail nothing is hidden by stars before it.
    assertThat(seen.plain(0)).isEqualTo(Set.of("phone", "card-tail"));
  }

  private void ownReads(Jvm service) throws Exception {
    for (int i = 0; i < 3; i++) {
      service.get("70007", "/open/orders/7");
    }
    service.get("70007", "/open/orders/8");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> deployment.collector.seen("GET /open/orders/{id}").size() == 2);
    Seen own = deployment.collector.seen("GET /open/orders/{id}").get(0);
    assertThat(own.actor().getRole()).isEqualTo("customer");
    assertThat(own.actor().getId())
        .isEqualTo(HexFormat.of().formatHex(deployment.pseudonyms.of("customer", "70007")));
  }

  private void fault(Jvm service) throws Exception {
    assertThat(service.get("e1001", "/open/orders/90", "X-Break", "yes")).contains("1380000");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> deployment.collector.seen("GET /open/orders/{id}").size() == 3);
    assertThat(deployment.collector.seen("GET /open/orders/{id}").get(2).actor().getId())
        .isEqualTo("e1001");
  }

  /** Reads nothing, so that only what goes wrong on the way to a look at it is told. */
  private void faultInAdvice(Jvm service) throws Exception {
    assertThat(service.get("e1001", "/encoded/91")).startsWith("\"1380000");
  }

  /** What an orderly end has still to tell: repeats, and the books. */
  private void ended() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> deployment.collector.coverage().stream().anyMatch(Coverage::getStopping));
    Access repeats =
        deployment.collector.seen("GET /open/orders/{id}").stream()
            .map(Seen::access)
            .filter(access -> access.getUntilMs() != 0)
            .findFirst()
            .orElseThrow();
    // Read three times: told once, repeated, and repeated once more.
    assertThat(repeats.getRepeats()).isEqualTo(1);
    Coverage last = deployment.collector.coverage().get(deployment.collector.coverage().size() - 1);
    assertThat(last.getFaultsList())
        .anySatisfy(
            fault -> {
              assertThat(fault.getWhere()).isEqualTo("actor-session");
              assertThat(fault.getError()).contains("IllegalStateException").doesNotContain("138");
            })
        .anySatisfy(
            fault -> {
              assertThat(fault.getWhere()).isEqualTo("advice");
              assertThat(fault.getError()).contains("IllegalStateException").doesNotContain("138");
            });
    assertThat(last.getTypesList()).allMatch(GuardedType::getHooked);
    assertThat(last.getHooksList().stream().filter(Hook::getInstalled).map(Hook::getName))
        .contains(
            "servlet",
            "tomcat",
            "tomcat-commit",
            "servlet-async",
            "spring-async",
            "accessors",
            "jackson2");
    assertThat(last.getHooksList()).allMatch(hook -> hook.getProblem().isEmpty());
  }
}
