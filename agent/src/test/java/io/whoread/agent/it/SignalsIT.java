package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Hook;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each signal by itself: the others are not seen, and the trail's coverage says so. */
class SignalsIT extends Deployed {
  private static final String LOANS =
      """
      guard:
        - class: com.example.loans.Loan
          subject: loan
          id: contract
          fields: {applicant: name, school: school, bankCard: bank-card, lentAt: loan-time}
      """;

  private static final Set<String> KINDS = Set.of("name", "school", "bank-card", "loan-time");

  @Test
  void touchedAlone() throws Exception {
    Seen seen = loan("touched");
    assertThat(seen.touched(0)).isEqualTo(KINDS);
    assertThat(seen.exposure(0).getDisclosuresList()).isEmpty();
    assertThat(switchedOff()).isEqualTo(Set.of("loaded", "disclosed"));
  }

  @Test
  void disclosedAlone() throws Exception {
    Seen seen = loan("disclosed");
    assertThat(seen.touched(0)).isEmpty();
    assertThat(seen.plain(0)).isEqualTo(Set.of("name", "school", "loan-time"));
    assertThat(seen.masked(0)).isEqualTo(Set.of("bank-card"));
    assertThat(switchedOff()).isEqualTo(Set.of("loaded", "touched"));
  }

  @Test
  void loadedAlone() throws Exception {
    deployment.configure(
        """
        signals: [loaded]
        guard:
          - table: t_order
            subject: order
            id: order_no
            fields: {receiver_name: name, rcv_mobile: phone}
        """);
    try (Jvm service =
        Jvm.answering(
            Jdks.all().get(0),
            folder,
            deployment.agent(),
            Jvm.classPath(),
            "com.example.rows.RowsService",
            folder.toString(),
            "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1",
            "sa")) {
      service.get(null, "/columns");
      Seen seen = deployment.one("GET /columns");
      assertThat(seen.subjects()).isEmpty();
      assertThat(seen.access().getLoadedList())
          .singleElement()
          .satisfies(one -> assertThat(one.getRows()).isEqualTo(2));
    }
    assertThat(switchedOff()).isEqualTo(Set.of("touched", "disclosed"));
  }

  private Seen loan(String signal) throws Exception {
    deployment.configure("signals: [" + signal + "]\n" + LOANS);
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      service.get(null, "/loans/7");
      return deployment.one("GET /loans/*");
    }
  }

  private Set<String> switchedOff() {
    List<Coverage> told =
        await().until(deployment.collector::coverage, coverage -> !coverage.isEmpty());
    return told.get(told.size() - 1).getHooksList().stream()
        .filter(hook -> hook.getProblem().equals("switched off by signals: in whoread.yaml"))
        .map(Hook::getName)
        .collect(Collectors.toSet());
  }
}
