package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
  @TempDir Path data;

  @Test
  void serviceAddedByAnotherProcessIsKnownAtOnce() throws Exception {
    Services running = Services.open(data);
    assertThat(running.authenticate("no such token")).isEmpty();
    String token = Services.open(data).add("orders");
    assertThat(running.authenticate(token)).contains("orders");
  }

  @Test
  void whatIsNoYamlIsToldByLine() throws Exception {
    Files.writeString(data.resolve("services.yaml"), "services:\n  orders: {token-sha256\n");
    assertThatThrownBy(() -> Services.open(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("services.yaml:3: not YAML: ");
  }
}
