package io.whoread.collector.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.cli.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo finds when it is started: folders, files, ports. */
class FoldersTest {
  private static final Instant NOW = Instant.parse("2026-06-10T11:00:00Z");

  @TempDir Path folder;

  @Test
  void goesOnWhereAnEarlierDemoEnded() throws IOException {
    Past first = Past.of(folder, NOW);
    assertThat(first.told()).isEqualTo(NOW.minus(Duration.ofDays(30)));
    first.save(folder, NOW);
    Past second = Past.of(folder, NOW.plus(Duration.ofDays(2)));
    assertThat(second).isEqualTo(new Past(NOW, NOW));
    assertThatThrownBy(() -> Past.of(folder, NOW.plus(Duration.ofDays(15))))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("remove the folder");
  }

  @Test
  void touchesNoFolderOfSomebodyElse() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "all of it");
    assertThatThrownBy(() -> Past.of(folder, NOW))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void fillsInTheConfigurationOfTheServiceOnce() throws IOException {
    Path yaml = folder.resolve("whoread.yaml");
    Files.writeString(
        yaml,
        """
        # The service.
        service: shop
        collector: https://collector.example:8443
        zone: Europe/Paris
        actors:
          - principal
        # What is guarded.
        #guard:
        token-file: token
        """);
    Guard.fillIn(yaml, "http://127.0.0.1:8090");
    String once = Files.readString(yaml);
    assertThat(once)
        .contains("service: shop\ncollector: http://127.0.0.1:8090\n# What is guarded.")
        .contains("token-file: token", "zone: Asia/Shanghai", "com.example.shop.parcel.Parcel")
        .doesNotContain("principal", "Paris");
    Guard.fillIn(yaml, "http://127.0.0.1:8090");
    assertThat(yaml).hasContent(once);
  }

  @Test
  void choosesAFreePortUnlessOneIsAskedFor() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThat(Ports.choose("--port", null, port)).isNotEqualTo(port).isPositive();
      assertThatThrownBy(() -> Ports.choose("--port", port, 8090))
          .isInstanceOf(CommandFailed.class)
          .hasMessageContaining("--port " + port);
    }
  }
}
