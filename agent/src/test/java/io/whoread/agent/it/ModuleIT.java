package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.record.v1.Coverage;
import io.whoread.record.v1.Hook;
import io.whoread.record.v1.Subject;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A service in a named module opens its classes to whom it must, and knows nothing of the agent.
 */
class ModuleIT {
  @TempDir Path folder;

  static Path[] jdks() {
    return Jdks.all().toArray(new Path[0]);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void tellsIdsAndFactsAllTheSame(Path jdk) throws Exception {
    try (Deployment deployment = new Deployment(folder)) {
      deployment.configure(Deployment.GUARD);
      try (Jvm service = PlainTomcat.ELEVEN.startModule(jdk, folder, deployment.agent())) {
        assertThat(service.get(null, "/orders/7")).contains("SO00000007");
        Seen seen = deployment.one("GET /orders/*");
        assertThat(seen.subjects()).containsExactly(deployment.order(7));
        assertThat(seen.plain(0)).isEqualTo(Set.of("order-id", "name", "phone", "address"));
        Subject subject = seen.access().getSubjects(0);
        assertThat(seen.word(subject.getOwner())).isEqualTo("S0");
        assertThat(subject.getPlacedDay()).isPositive();
        assertThat(subject.getLinks(0).getId().toByteArray())
            .isEqualTo(deployment.pseudonyms.of("customer", "70007"));
        service.stop();
        assertThat(deployment.collector.coverage())
            .flatExtracting(Coverage::getHooksList)
            .extracting(Hook::getProblem)
            .containsOnly("");
        assertThat(deployment.collector.coverage())
            .flatExtracting(Coverage::getFaultsList)
            .isEmpty();
        assertThat(service.stderr().lines().filter(line -> line.startsWith("whoread "))).hasSize(1);
      }
    }
  }
}
