package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir private Path dir;

  /** Nor where a crash, or somebody else, has left the file that it is written to first. */
  @Test
  void aSecretIsNobodyElses() throws Exception {
    Path left = Files.writeString(dir.resolve("key.new"), "left");
    Files.setPosixFilePermissions(left, PosixFilePermissions.fromString("rw-rw-rw-"));
    DurableFile.replaceSecret(dir.resolve("key"), ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(dir.resolve("key")).hasBinaryContent(new byte[] {1, 2});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("key"))))
        .isEqualTo("rw-------");
    assertThat(left).doesNotExist();
  }
}
