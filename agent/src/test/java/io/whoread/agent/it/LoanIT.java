package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.ByteString;
import io.whoread.record.v1.Subject;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A service that has no orders: whose data it holds, and which, its configuration alone says. */
class LoanIT extends Deployed {
  @Test
  void kindsOfSubjectsAndFieldsAreConfiguration() throws Exception {
    deployment.configure(
        """
        guard:
          - class: com.example.loans.Loan
            subject: loan
            id: contract
            links: {applicant: applicantId}
            owner: broker
            placed: lentAt
            fields:
              applicant: name
              school: school
              bankCard: bank-card
              lentAt: loan-time
        """);
    try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
      assertThat(service.get(null, "/loans/7")).contains("Middle School 7", "6222 **** **** 1007");
      Seen seen = deployment.one("GET /loans/*");
      assertThat(seen.exposure(0).getSubjectKind()).isEqualTo("loan");
      assertThat(seen.subjects()).containsExactly(pseudonym("loan", "L-7"));
      assertThat(seen.plain(0)).isEqualTo(Set.of("name", "school", "loan-time"));
      assertThat(seen.masked(0)).isEqualTo(Set.of("bank-card"));
      assertThat(seen.touched(0)).isEqualTo(Set.of("name", "school", "bank-card", "loan-time"));
      Subject loan = seen.access().getSubjects(0);
      assertThat(loan.getLinksList())
          .extracting(link -> seen.word(link.getKind()), link -> link.getId())
          .containsExactly(tuple("applicant", pseudonym("applicant", "507")));
      assertThat(seen.word(loan.getOwner())).isEqualTo("B7");
      assertThat(loan.getPlacedDay()).isEqualTo((int) LocalDate.of(2026, 5, 4).toEpochDay() + 1);
    }
  }

  private ByteString pseudonym(String kind, String id) {
    return ByteString.copyFrom(deployment.pseudonyms.of(kind, id));
  }
}
