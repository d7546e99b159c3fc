package io.whoread.collector.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.engine.Engines.IndexEngine;
import io.whoread.collector.index.elastic.ElasticSettings;
import io.whoread.collector.settings.SettingsException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnginesFileTest {
  @TempDir private Path dir;

  private Engines read(String text) throws Exception {
    return EnginesFile.read(Files.writeString(dir.resolve(EnginesFile.NAME), text));
  }

  @Test
  void withoutTheFileAllIsOnOneMachine() {
    assertThat(EnginesFile.read(dir.resolve(EnginesFile.NAME))).isEqualTo(Engines.LOCAL);
  }

  @Test
  void aClusterIsNamedWithWhoAsks() throws Exception {
    Path key = Files.writeString(dir.resolve("es-key"), "c2VjcmV0\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Engines engines =
        read(
            """
            index: elasticsearch
            elasticsearch:
              addresses: ["https://es1:9200", "http://127.0.0.1:9200"]
              api-key-file: es-key
              retention: 400d
            """);
    assertThat(engines.index()).isEqualTo(IndexEngine.ELASTICSEARCH);
    ElasticSettings elastic = engines.elasticsearch();
    assertThat(elastic.addresses())
        .containsExactly(URI.create("https://es1:9200"), URI.create("http://127.0.0.1:9200"));
    assertThat(elastic.apiKey()).isEqualTo("c2VjcmV0");
    assertThat(elastic.name()).isEqualTo("whoread");
    assertThat(elastic.retention()).isEqualTo(Duration.ofDays(400));
    assertThat(elastic).asString().doesNotContain("c2VjcmV0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "index: solr | lucene or elasticsearch",
        "index: elasticsearch | under \"elasticsearch\" where it is",
        "elasticsearch: {addresses: [\"http://es1:9200\"]} | expected https",
        "elasticsearch: {addresses: [\"es1:9200\"]} | https://es1:9200",
        "elasticsearch: {addresses: []} | expected an address",
        "elasticsearch: {addresses: [\"https://e\"], user: u} | go together",
        "elasticsearch: {addresses: [\"https://e\"], name: Who} | small letters",
        "elasticsearch: {addresses: [\"https://e\"], retention: 1y} | 400d",
        "elasticsearch: {adresses: [\"https://e\"]} | adresses",
      })
  void whatIsWrongIsToldWithItsLine(String text, String words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(EnginesFile.NAME + ":1: ")
        .hasMessageContaining(words);
  }
}
