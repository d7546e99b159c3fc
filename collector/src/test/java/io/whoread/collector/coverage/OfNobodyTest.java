package io.whoread.collector.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.collector.Batches;
import io.whoread.record.v1.Batch;
import io.whoread.record.v1.Link;
import io.whoread.record.v1.Subject;
import io.whoread.record.v1.Unattributed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the report says of data of which it is not known whose it is, or which order's. */
class OfNobodyTest extends CheckedService {
  /** Ten good accesses of the same day say nothing of the one that nobody can be told of. */
  @Test
  void dataOfNobodyAsksForAttentionThoughOtherAccessesNameTheirs() throws Exception {
    send(1, coverage());
    Batch.Builder beside = Batches.one(1, ++sent, Instant.now(), 6);
    beside.getAccessesBuilder(0).addUnattributed(ofNobody(beside, "com.example.Recipient"));
    post(beside);
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .startsWith(
            "shop: all is well, but see the lines with ? (times UTC)\n  ? in 1 of 2 accesses since")
        .contains("data left beside a known subject's, and it is not known whose")
        .contains(
            "  of nobody    objects of com.example.Recipient are counted, and in no person's");
    assertThat(collector.bean(Coverages.class).service("shop", Instant.now()).orElseThrow())
        .satisfies(shop -> assertThat(shop.partOfNobody24h()).isOne())
        .satisfies(shop -> assertThat(shop.ofNobody24h()).isZero());

    Batch.Builder alone = Batches.one(1, ++sent, Instant.now(), 7);
    alone.getAccessesBuilder(0).clearSubjects();
    alone.getAccessesBuilder(0).addUnattributed(ofNobody(alone, "com.example.Shipment"));
    post(alone);
    report = report(Duration.ZERO);
    assertThat(report.ok()).isFalse();
    assertThat(report.text())
        .contains(
            "  ! 1 access of 3 since the agents started that run now read personal data, and it is"
                + " not known of anybody whose (objects of com.example.Recipient,"
                + " com.example.Shipment): a class needs subject: and id: under guard: in"
                + " whoread.yaml\n");
  }

  /** What was read of an object beside an order may have been of the order. */
  @Test
  void whatDidNotLeaveBesideAKnownSubjectIsNoQuestion() throws Exception {
    Batch.Builder beside = Batches.one(1, ++sent, Instant.now(), 6).addCoverage(coverage());
    beside.getAccessesBuilder(0).addUnattributed(ofNobody(beside, "com.example.Recipient"));
    beside.getExposuresBuilder(beside.getExposuresCount() - 1).clearDisclosures();
    post(beside);
    assertThat(report(Duration.ZERO).text())
        .startsWith("shop: all is well (times UTC)\n")
        .contains("objects of com.example.Recipient are counted");
  }

  /** The configuration says all that it can of the class: there is nothing to mend. */
  @Test
  void objectsWithoutAnIdAskForNothingWhereTheirClassHasOne() throws Exception {
    Batch.Builder batch = Batches.one(1, ++sent, Instant.now(), 9).addCoverage(coverage());
    batch.getAccessesBuilder(0).clearSubjects();
    batch.getAccessesBuilder(0).addUnattributed(ofNobody(batch, ORDER.getName()));
    post(batch);
    send(1, coverage());
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains(
            "objects of "
                + ORDER.getName()
                + " are counted, and in no person's or order's trail,"
                + " where they have no id");
  }

  /** A customer who registers is saved before there is an id; nobody looked at anything. */
  @Test
  void whatIsSavedBeforeItHasAnIdIsNoFault() throws Exception {
    Batch.Builder saved = Batches.one(1, ++sent, Instant.now(), 8).addCoverage(coverage());
    saved.getAccessesBuilder(0).clearSubjects();
    saved.getAccessesBuilder(0).addUnattributed(ofNobody(saved, "com.example.Member"));
    saved
        .getExposuresBuilder(saved.getExposuresCount() - 1)
        .clearTouched()
        .clearDisclosures()
        .addFramework("phone");
    post(saved);
    send(1, coverage());
    CheckReport report = report(Duration.ZERO);
    assertThat(report.text()).doesNotContain("com.example.Member").doesNotContain("of nobody");
    assertThat(report.ok()).as(report.text()).isTrue();
  }

  /** There is no class to give a subject to. */
  @Test
  void rowsOfNobodyNeedARuleForTheirTable() throws Exception {
    Batch.Builder rows = Batches.one(1, ++sent, Instant.now(), 7).addCoverage(coverage());
    rows.getAccessesBuilder(0).clearSubjects();
    rows.getAccessesBuilder(0).addUnattributed(ofNobody(rows, "resultset"));
    post(rows);
    assertThat(report(Duration.ZERO).text())
        .contains(
            "not known of anybody whose (rows read by SQL): rows need a rule with table:, subject:"
                + " and id: there, the id being a column that the statement asks for\n")
        .contains("  of nobody    rows read by SQL are counted, and in no person's")
        .doesNotContain("a class needs", "resultset");
  }

  /** One page, told as two, of which neither leads to the other. */
  @Test
  void anOrderAndACustomerThatAreNotLinkedAreAskedAbout() throws Exception {
    post(together(Batches.one(1, ++sent, Instant.now(), 5).addCoverage(coverage()), true));
    assertThat(report(Duration.ZERO).text()).startsWith("shop: all is well (times UTC)\n");
    post(together(Batches.one(1, ++sent, Instant.now(), 6), false));
    assertThat(report(Duration.ZERO).text())
        .as("one that is linked, and one that is not")
        .startsWith("shop: all is well (times UTC)\n");
    post(together(Batches.one(1, ++sent, Instant.now(), 7), false));
    CheckReport report = report(Duration.ZERO);
    assertThat(report.ok()).as(report.text()).isTrue();
    assertThat(report.text())
        .contains(
            "  ? in 2 of 3 accesses to orders and customers no order names a customer: they count"
                + " as two, and the look-up of an order does not tell what left of its customer."
                + " Where an order (com.example.Order) holds its customer or the customer's"
                + " number, name that member under guard: in whoread.yaml: links: {customer:"
                + " MEMBER}\n");
  }

  /** What is told in parts is one access: the link may come with any of them. */
  @Test
  void aLinkInAnotherPartOfTheRequestIsOne() throws Exception {
    Batch.Builder first = together(Batches.one(1, ++sent, Instant.now(), 5), false);
    first.getAccessesBuilder(0).setRequest(Batches.pseudonym(1).substring(0, 8));
    post(first.addCoverage(coverage()));
    assertThat(report(Duration.ZERO).text()).contains("  ? in 1 of 1 access to orders and");
    Batch.Builder second = Batches.one(1, 2, Instant.now(), 6);
    second.getAccessesBuilder(0).setRequest(Batches.pseudonym(1).substring(0, 8));
    assertThat(collector.post(second.build()).statusCode()).isEqualTo(204);
    await()
        .untilAsserted(
            () ->
                assertThat(report(Duration.ZERO).text())
                    .contains("with 3 records")
                    .doesNotContain("  ? "));
  }

  private static Batch.Builder together(Batch.Builder batch, boolean linked) {
    batch.addExposures(batch.getExposures(0).toBuilder().setSubjectKind("customer"));
    Subject.Builder order = batch.getAccessesBuilder(0).getSubjectsBuilder(0);
    Link customer = order.getLinks(0);
    if (!linked) {
      order.clearLinks();
    }
    batch
        .getAccessesBuilder(0)
        .addSubjects(Subject.newBuilder().setId(customer.getId()).setExposure(2));
    return batch;
  }

  private static Unattributed.Builder ofNobody(Batch.Builder batch, String className) {
    batch.addWords(className).addExposures(batch.getExposures(0).toBuilder().setSubjectKind(""));
    return Unattributed.newBuilder()
        .setSource(batch.getWordsCount())
        .setExposure(batch.getExposuresCount())
        .setCount(1);
  }
}
