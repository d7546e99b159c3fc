package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.GuardedType;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Link;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guarded classes that extend one another: an object is told by all that its class says. */
class InheritanceIT extends Deployed {
  @Test
  void guessesOverInheritedMembersToo() throws Exception {
    deployment.configure("");
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      service.get(null, "/shapes/detail/1");
      service.get(null, "/shapes/short/2");
      service.get(null, "/shapes/told/3");
      told(1, "order-id", "name", "phone", "address", "id-number");
      told(2, "order-id", "name", "phone", "address", "free-text");
      told(3, "order-id", "phone");
      noProblem();
    }
  }

  @Test
  void aNameIsAPersonsOnlyAsATextAndBesideWhatOnlyPeopleHave() throws Exception {
    deployment.configure("");
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      service.get(null, "/shapes/named/5");
      service.get(null, "/shapes/given/6");
      told(5, "order-id", "name", "phone");
      told(6, "order-id", "phone");
      noProblem();
    }
  }

  @Test
  void rulesOfSuperclassesHoldForTheirSubclasses() throws Exception {
    deployment.configure(
        """
        guard:
          - class: com.example.orders.Shapes$Parcel
            subject: order
            id: number
            links: {customer: buyerId}
            fields: {mobile: phone}
          - class: com.example.orders.Shapes$ExpressParcel
            subject: order
            id: orderNo
            links: {waybill: expressNo}
            fields: {card: card-tail, place: address}
        """);
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      service.get(null, "/shapes/express/4");
      told(4, "phone", "card-tail", "address");
      Seen seen = deployment.one("GET /shapes/*");
      assertThat(seen.access().getSubjects(0).getLinksList())
          .extracting(link -> seen.word(link.getKind()), Link::getId)
          .containsExactlyInAnyOrder(
              tuple("customer", pseudonym("customer", "B4")),
              tuple("waybill", pseudonym("waybill", "E4")));
      noProblem();
    }
  }

  @Test
  void aMemberThatIsNotThereIsNotSaidToBeGuarded() throws Exception {
    deployment.configure(
        """
        guard:
          - class: com.example.orders.Shapes$NamedOrder
            subject: order
            id: orderNo
            fields: {phone: phone, telephone: phone}
        """);
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      service.get(null, "/shapes/named/7");
      told(7, "phone");
      service.stop();
    }
    Coverage last = deployment.collector.coverage().get(deployment.collector.coverage().size() - 1);
    assertThat(last.getTypesList())
        .singleElement()
        .satisfies(type -> assertThat(type.getHooked()).isTrue())
        .extracting(GuardedType::getFieldsMap)
        .isEqualTo(Map.of("phone", "phone"));
    List<String> yaml = Files.readAllLines(folder.resolve("whoread.yaml"));
    int line = 1 + yaml.indexOf("    fields: {phone: phone, telephone: phone}");
    assertThat(last.getHooksList())
        .extracting(Hook::getProblem)
        .contains(
            "com.example.orders.Shapes$NamedOrder has no member telephone, named in whoread.yaml:"
                + line);
  }

  /** Long before the next minute: a class in use is not said to be misspelt. */
  @Test
  void aClassThatIsMetIsReportedAtOnce() throws Exception {
    deployment.configure(
        """
        guard:
          - class: com.example.orders.Shapes$NamedOrder
            subject: order
            id: orderNo
            fields: {phone: phone}
          - class: com.example.orders.Shapes$GivenOrder
            subject: order
            id: orderNo
            fields: {phone: phone}
        """);
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      service.get(null, "/shapes/named/7");
      await().untilAsserted(() -> assertThat(hooked()).containsExactly(true, false));
      service.get(null, "/shapes/given/8");
      await().untilAsserted(() -> assertThat(hooked()).containsExactly(true, true));
    }
  }

  /** By the newest report, for each class that is guarded. */
  private List<Boolean> hooked() {
    List<Coverage> reports = deployment.collector.coverage();
    return reports.isEmpty()
        ? List.of()
        : reports.get(reports.size() - 1).getTypesList().stream()
            .map(GuardedType::getHooked)
            .toList();
  }

  /** All that an order showed is told under it, touched and plain; nothing stays unattributed. */
  private void told(int order, String... fields) {
    Seen seen =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> of(order), list -> !list.isEmpty())
            .get(0);
    assertThat(seen.subjects()).containsExactly(deployment.order(order));
    assertThat(seen.plain(0)).isEqualTo(Set.of(fields));
    assertThat(seen.touched(0)).isEqualTo(Set.of(fields));
    assertThat(seen.access().getUnattributedList()).isEmpty();
  }

  private List<Seen> of(int order) {
    return deployment.collector.seen("GET /shapes/*").stream()
        .filter(seen -> seen.subjects().contains(deployment.order(order)))
        .collect(Collectors.toList());
  }

  private ByteString pseudonym(String kind, String id) {
    return ByteString.copyFrom(deployment.pseudonyms.of(kind, id));
  }

  private void noProblem() {
    assertThat(deployment.collector.coverage())
        .flatExtracting(Coverage::getHooksList)
        .extracting(Hook::getProblem)
        .containsOnly("");
  }
}
