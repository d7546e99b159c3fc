package io.whoread.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.record.PseudonymKey;
import io.whoread.record.Pseudonyms;
import io.whoread.record.v1.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a deployment changes its key, what was known under the old one is found under both. */
class EpochIT {
  @TempDir Path folder;

  @Test
  void everyPseudonymIsToldUnderBothKeys() throws Exception {
    try (Deployment deployment = new Deployment(folder)) {
      Files.move(folder.resolve("key"), folder.resolve("key-before"));
      PseudonymKey key = PseudonymKey.generate(2);
      Files.writeString(folder.resolve("key"), key.toLine() + "\n");
      Pseudonyms old = deployment.pseudonyms;
      Pseudonyms now = new Pseudonyms(key);
      deployment.configure(
          """
          previous-key-file: key-before
          actors: [{session: desk}]
          """
              + Deployment.GUARD);
      try (Jvm service = PlainTomcat.ELEVEN.start(folder, deployment.agent())) {
        String cookie =
            service
                .send(null, "/desk?number=13800009999")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        service.get(null, "/orders/7", "Cookie", cookie);

        Seen seen = deployment.one("GET /orders/*");
        assertThat(seen.batch().getKeyEpoch()).isEqualTo(2);
        assertThat(seen.subjects()).containsExactly(bytes(now.of("order", "SO00000007")));
        assertThat(seen.access().getSubjects(0).getLinksList())
            .extracting(
                link -> List.of(seen.word(link.getKind()), link.getId(), link.getKeyEpoch()))
            .containsExactly(
                List.of("customer", bytes(now.of("customer", "70007")), 0),
                List.of("order", bytes(old.of("order", "SO00000007")), 1),
                List.of("customer", bytes(old.of("customer", "70007")), 1));
        Actor actor = seen.actor();
        assertThat(actor.getPseudonymous()).isTrue();
        assertThat(actor.getId()).isEqualTo(hex(now.of("actor", "13800009999")));
        assertThat(actor.getPreviousId()).isEqualTo(hex(old.of("actor", "13800009999")));
        assertThat(actor.getPreviousKeyEpoch()).isEqualTo(1);
      }
    }
  }

  private static ByteString bytes(byte[] pseudonym) {
    return ByteString.copyFrom(pseudonym);
  }

  private static String hex(byte[] pseudonym) {
    return HexFormat.of().formatHex(pseudonym);
  }
}
