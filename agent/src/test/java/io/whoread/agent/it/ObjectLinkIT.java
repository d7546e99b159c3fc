package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An order holds its customer as an object of Hibernate's, loaded or not. */
class ObjectLinkIT extends Deployed {
  private static final String PEOPLE =
      """
        - class: Reader$Customer
          subject: customer
          id: id
          fields: {fullName: name, phone: phone}
        - class: Reader$Payer
          subject: payer
          id: payerNo
          fields: {phone: phone}
      """;

  private static final String GUARD =
      """
      guard:
        - class: Reader$PurchaseOrder
          subject: order
          id: orderNo
          links: {customer: customer, payer: payer}
          fields: {orderNo: order-id, mobile: phone}
      """
          + PEOPLE;

  private Jvm start(Path jdk) throws Exception {
    Path classPaths = Files.createDirectories(Path.of("target", "libraries").toAbsolutePath());
    for (LibraryJars each : LibraryJars.all()) {
      if (each.library().equals("jpa")) {
        each.prepare(classPaths, LibrariesIT.classPath());
      }
    }
    return Jvm.answering(
        jdk,
        folder,
        deployment.agent(),
        LibrariesIT.classPath(),
        "com.example.libraries.Libraries",
        folder.toString(),
        classPaths.toString());
  }

  @Test
  void theSubjectOfTheObjectIsTheLinkAndNothingIsLoadedForIt() throws Exception {
    for (Path jdk : Jdks.all()) {
      int first = 100 + 100 * Jdks.all().indexOf(jdk);
      deployment.configure(GUARD);
      try (Jvm service = start(jdk)) {
        assertThat(get(service, "lazy", first)).endsWith("customer loaded: false statements: 1");
        assertThat(get(service, "closed", first + 1)).contains("customer loaded: false");
        assertThat(get(service, "read", first + 2)).endsWith("loaded: true statements: 2");
        assertThat(get(service, "vip", first + 3)).endsWith("loaded: true statements: 2");
        assertThat(get(service, "payer", first + 4)).contains("customer loaded: false");
        for (int number = first; number < first + 4; number++) {
          assertThat(links(number))
              .as("what knows its payer by a row's number names none")
              .isEqualTo(Map.of("customer", customer(number)));
        }
        assertThat(links(first + 4))
            .as("what was loaded later stands in a read of a loaded one")
            .containsEntry("customer", customer(first + 4));
        await()
            .untilAsserted(
                () ->
                    assertThat(deployment.collector.seen("GET /library/*"))
                        .filteredOn(seen -> seen.subjects().contains(customer(first + 2)))
                        .flatExtracting(
                            seen -> seen.plain(seen.subjects().indexOf(customer(first + 2))))
                        .contains("phone"));
        assertThat(of(first)).allMatch(seen -> seen.subjects().equals(List.of(order(first))));
      }
    }
    noProblem();
  }

  @Test
  void withoutAConfigurationTheLinkIsGuessed() throws Exception {
    deployment.configure("");
    try (Jvm service = start(Jdks.all().get(0))) {
      get(service, "lazy", 300);
      get(service, "read", 301);
      assertThat(links(300)).containsEntry("customer", customer(300));
      assertThat(links(301)).containsEntry("customer", customer(301));
    }
    noProblem();
  }

  /** By its number a look-up finds who read it, and of its customer. */
  @Test
  void anOrderWithoutAnythingPersonalButItsNumberIsToldWithItsCustomer() throws Exception {
    deployment.configure("");
    try (Jvm service = start(Jdks.all().get(0))) {
      get(service, "number", 310);
      assertThat(links(310)).containsEntry("customer", customer(310));
      await()
          .untilAsserted(
              () -> {
                assertThat(plain(order(310))).contains("order-id").doesNotContain("phone");
                assertThat(plain(customer(310))).contains("phone");
              });
    }
    noProblem();
  }

  /** What left plain of a subject in any part of the requests. */
  private List<String> plain(ByteString subject) {
    return deployment.collector.seen("GET /library/*").stream()
        .filter(seen -> seen.subjects().contains(subject))
        .flatMap(seen -> seen.plain(seen.subjects().indexOf(subject)).stream())
        .toList();
  }

  @Test
  void aLinkThatCanNameNothingIsTold() throws Exception {
    deployment.configure(
        """
        guard:
          - class: Reader$PurchaseOrder
            subject: order
            id: orderNo
            links: {waybill: parcels, buyer: customer, payer: payee}
            fields: {orderNo: order-id, mobile: phone}
        """
            + PEOPLE);
    try (Jvm service = start(Jdks.all().get(0))) {
      get(service, "read", 400);
      of(400);
      service.stop();
    }
    Coverage last = deployment.collector.coverage().get(deployment.collector.coverage().size() - 1);
    List<String> yaml = Files.readAllLines(folder.resolve("whoread.yaml"));
    int line = 1 + yaml.indexOf("    links: {waybill: parcels, buyer: customer, payer: payee}");
    assertThat(last.getHooksList())
        .extracting(Hook::getProblem)
        .contains(
            "Reader$PurchaseOrder has no member payee (payer?), named in whoread.yaml:"
                + line
                + "; Reader$PurchaseOrder has links: {buyer: customer} in whoread.yaml, which names"
                + " nothing: customer holds a Reader$Customer, guarded with subject: customer;"
                + " write {customer: customer}; Reader$PurchaseOrder has links: {waybill: parcels}"
                + " in whoread.yaml, which names nothing: parcels holds a java.util.List; it must"
                + " hold an id (a text or a number) or an object of a class that is guarded with"
                + " subject: waybill and an id");
  }

  private String get(Jvm service, String how, int order) throws Exception {
    return service.get(null, "/library/jpa-newest/" + how + "/" + order);
  }

  /** The records of the request that read an order: it is told in parts. */
  private List<Seen> of(int order) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                deployment.collector.seen("GET /library/*").stream()
                    .filter(seen -> seen.subjects().contains(order(order)))
                    .toList(),
            list -> !list.isEmpty());
  }

  /** Kind to pseudonym. */
  private Map<String, ByteString> links(int order) {
    Seen seen = of(order).get(0);
    Subject subject = seen.access().getSubjects(seen.subjects().indexOf(order(order)));
    return subject.getLinksList().stream()
        .collect(Collectors.toMap(link -> seen.word(link.getKind()), Link::getId));
  }

  private ByteString order(int order) {
    return ByteString.copyFrom(deployment.pseudonyms.of("order", "PO" + order));
  }

  private ByteString customer(int order) {
    return ByteString.copyFrom(
        deployment.pseudonyms.of("customer", String.valueOf(5_000_000 + order)));
  }

  private void noProblem() {
    assertThat(deployment.collector.coverage())
        .flatExtracting(Coverage::getHooksList)
        .extracting(Hook::getProblem)
        .containsOnly("");
  }
}
