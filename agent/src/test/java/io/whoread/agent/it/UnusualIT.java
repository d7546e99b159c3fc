package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Disclosure;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seldom in orders, and seldom done with them, must be told right all the same. */
class UnusualIT {
  private static final Set<String> ALL = Set.of("order-id", "name", "phone", "address");

  @TempDir static Path folder;
  private static Deployment deployment;
  private static Jvm service;

  @BeforeAll
  static void start() throws Exception {
    deployment = new Deployment(folder);
    deployment.configure(
        "purpose: {header: X-Ticket}\ntrusted-proxies: [127.0.0.1]\n"
            + "actors: [{header: X-Staff}, principal]\n"
            + Deployment.GUARD
            + """
              - class: com.example.orders.UnusualOrders$Veiled
                subject: order
                id: number
                fields: {mobile: phone}
            """);
    List<Path> jdks = Jdks.all();
    service = Jvm.service(jdks.get(jdks.size() - 1), folder, deployment.agent());
  }

  @AfterAll
  static void close() {
    service.close();
    deployment.close();
  }

  @Test
  void jsonThatStaysInsideIsNoResponse() throws Exception {
    service.get("e1001", "/cached/1");
    assertThat(plain("GET /cached/{id}")).isEqualTo(Map.of(Channel.CHANNEL_OTHER, ALL));
  }

  /** Its filters are met before the servlet that says who acts and what is done. */
  @Test
  void whatAFilterReadsIsTold() throws Exception {
    service.get("e1001", "/text/22", "X-Reads", "23");
    await()
        .untilAsserted(
            () ->
                assertThat(deployment.collector.seen("GET /text/{id}"))
                    .anySatisfy(
                        seen -> {
                          assertThat(seen.subjects())
                              .contains(deployment.order(22), deployment.order(23));
                          assertThat(seen.actor().getId()).isEqualTo("e1001");
                        }));
    assertThat(deployment.collector.gaps()).isEmpty();
  }

  /** Written into a string, which became the response: it is seen leaving. */
  @Test
  void textThatIsAnsweredIsResponse() throws Exception {
    assertThat(service.get("e1001", "/text/2")).contains("1380000");
    assertThat(plain("GET /text/{id}")).isEqualTo(Map.of(Channel.CHANNEL_RESPONSE, ALL));
  }

  @Test
  void jsonForTheResponsesWriterIsResponse() throws Exception {
    assertThat(service.get("e1001", "/written/3")).contains("1380000");
    assertThat(plain("GET /written/{id}")).isEqualTo(Map.of(Channel.CHANNEL_RESPONSE, ALL));
  }

  @Test
  void theSameOrderForTwoChannelsIsToldOfBoth() throws Exception {
    service.get("e1001", "/both/4");
    Seen seen = deployment.one("GET /both/{id}");
    assertThat(seen.subjects()).containsExactly(deployment.order(4));
    assertThat(plain("GET /both/{id}"))
        .isEqualTo(
            Map.of(
                Channel.CHANNEL_OTHER,
                Set.of("phone"),
                Channel.CHANNEL_RESPONSE,
                Set.of("order-id", "name", "address")));
    assertThat(seen.masked(0)).isEqualTo(Set.of("phone"));
  }

  /** The address is sent in many buffers; the record before the first of them has it. */
  @Test
  void aValueOnItsWayIsInTheRecordBeforeIt() throws Exception {
    assertThat(service.get("e1001", "/long/5")).contains("Lane Lane");
    assertThat(deployment.one("GET /long/{id}").plain(0)).contains("address", "phone");
  }

  /** A customer places an order, which a seller sees at once: the customer was not given it. */
  @Test
  void whatIsSentToSomebodyElsesOpenResponseIsNotTheSendersOwn() throws Exception {
    try (BufferedReader desk = new BufferedReader(service.open("13800001234", "/desk"))) {
      await().until(() -> desk.readLine().equals("data:open"));
      assertThat(service.get("70007", "/place/9")).isEqualTo("9");
      await().until(() -> desk.readLine().contains("1380000"));
    }
    Seen seen = deployment.one("GET /place/{id}");
    assertThat(seen.actor().getRole()).isEqualTo("customer");
    assertThat(seen.subjects()).containsExactly(deployment.order(9));
    assertThat(plain("GET /place/{id}")).isEqualTo(Map.of(Channel.CHANNEL_OTHER, ALL));
    assertThat(deployment.collector.seen("GET /place/{id}")).hasSize(1);
  }

  @Test
  void allOfASubjectsLinksAreTold() throws Exception {
    service.get("e1001", "/shared/6");
    Seen seen = deployment.one("GET /shared/{id}");
    assertThat(seen.subjects()).containsExactly(deployment.order(6));
    assertThat(seen.access().getSubjects(0).getLinksList())
        .extracting(Link::getId)
        .containsExactly(customer("70006"), customer("1"));
  }

  private static ByteString customer(String id) {
    return ByteString.copyFrom(deployment.pseudonyms.of("customer", id));
  }

  /** The copy says nothing of whose it is; the values in it do. */
  @Test
  void aCopyThatLeavesIsOfWhomItWasMadeOf() throws Exception {
    service.get("e1001", "/copy/31");
    Seen seen = deployment.one("GET /copy/{id}");
    assertThat(seen.subjects()).containsExactly(deployment.order(31));
    assertThat(seen.plain(0)).isEqualTo(Set.of("name", "phone"));
    assertThat(seen.access().getUnattributedList()).isEmpty();
  }

  /** Whose it is, is said by the customer that it names. */
  @Test
  void whatHasNoNumberIsKnownByItsLink() throws Exception {
    service.get("e1001", "/unnumbered/32");
    Seen seen = deployment.one("GET /unnumbered/{id}");
    assertThat(seen.subjects()).containsExactly(customer("70032"));
    assertThat(seen.exposure(0).getSubjectKind()).isEqualTo("customer");
    assertThat(seen.plain(0)).isEqualTo(Set.of("name", "phone", "address"));
    assertThat(seen.access().getSubjects(0).getLinksList()).isEmpty();
    assertThat(seen.access().getUnattributedList()).isEmpty();
  }

  /** Its class could say whose it is, but this object does not. */
  @Test
  void whatHasNoNumberIsOfTheOrderThatHoldsIt() throws Exception {
    service.get("e1001", "/holding/33");
    Seen seen = deployment.one("GET /holding/{id}");
    assertThat(seen.subjects()).containsExactly(deployment.order(33));
    assertThat(seen.plain(0)).isEqualTo(ALL);
    assertThat(seen.masked(0)).isEqualTo(Set.of("phone"));
    assertThat(seen.access().getUnattributedList()).isEmpty();
  }

  @Test
  void whoHasNotProvedANameIsNotCalledByIt() throws Exception {
    service.get(null, "/open/orders/8", "X-Claims", "e1001");
    Seen seen = deployment.one("GET /open/orders/{id}");
    assertThat(seen.subjects()).containsExactly(deployment.order(8));
    assertThat(seen.actor().getId()).isEmpty();
    assertThat(seen.actor().getRole()).isEqualTo("unknown");
  }

  /** The seller looks at an order of the seller's own, and both are told by the same word. */
  @Test
  void noTextHoldsAPhoneNumber() throws Exception {
    service.get(
        "e1001",
        "/private-seller/7",
        "X-Ticket",
        "call 13800007777 about T-9",
        "X-Staff",
        "Wang 138 0000 7777");
    Seen seen = deployment.one("GET /private-seller/{id}");
    assertThat(seen.word(seen.access().getPurpose())).isEqualTo("call # about T-9");
    Subject subject = seen.access().getSubjects(0);
    assertThat(seen.word(subject.getOwner()))
        .isEqualTo(
            HexFormat.of().formatHex(deployment.pseudonyms.of("actor", "Wang 138 0000 7777")));
    assertThat(seen.actor().getPseudonymous()).isTrue();
    assertThat(seen.actor().getId()).isEqualTo(seen.word(subject.getOwner()));
    assertThat(seen.word(subject.getStatus())).isEqualTo("asked #");
  }

  @Test
  void aClassWhoseSuperclassCannotBeReadIsHooked() throws Exception {
    assertThat(service.get("e1001", "/veiled/8")).startsWith("1390000");
    Seen seen = deployment.one("GET /veiled/{id}");
    assertThat(seen.touched(0)).isEqualTo(Set.of("phone"));
    assertThat(seen.subjects())
        .containsExactly(ByteString.copyFrom(deployment.pseudonyms.of("order", "8")));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(last().getHooksList())
                    .filteredOn(hook -> hook.getName().equals("accessors"))
                    .extracting(Hook::getProblem)
                    .singleElement()
                    .asString()
                    .contains("UnusualOrders$Veiled extends something that cannot be read"));
  }

  @Test
  void theFirstPartOfARequestThatGoesOnIsOneOfIt() throws Exception {
    service.get("e1001", "/parts/20");
    List<Seen> parts =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> deployment.collector.seen("GET /parts/{id}"), list -> list.size() == 2);
    assertThat(parts)
        .extracting(Seen::subjects)
        .containsExactly(List.of(deployment.order(20)), List.of(deployment.order(21)));
    assertThat(parts.get(0).access().getRequest())
        .isNotEqualTo(ByteString.EMPTY)
        .isEqualTo(parts.get(1).access().getRequest());
  }

  private static Coverage last() {
    List<Coverage> all = deployment.collector.coverage();
    return all.get(all.size() - 1);
  }

  private static Map<Channel, Set<String>> plain(String operation) {
    return deployment.one(operation).exposure(0).getDisclosuresList().stream()
        .collect(
            Collectors.toMap(Disclosure::getChannel, one -> new TreeSet<>(one.getPlainList())));
  }
}
