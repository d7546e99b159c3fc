package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.CollectorProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may look into what a collector keeps, with the umask that most systems have. */
class DataFolderTest {
  private static final List<String> USUAL = List.of("sh", "-c", "umask 022; exec \"$@\"", "sh");

  @TempDir private Path temp;

  @Test
  void newFolderIsTheOwnersAlone() throws Exception {
    Path data = temp.resolve("not/there/yet");
    // The process's own log goes into the folder before anything else does.
    try (CollectorProcess collector = start(data, "plain")) {
      assertThat(permissions(data)).isEqualTo("rwx------");
      assertThat(collector.output()).doesNotContain("chmod");
    }
  }

  @Test
  void folderThatIsOpenToOthersIsWarnedOf() throws Exception {
    Path data = temp.resolve("data");
    Files.createDirectory(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    try (CollectorProcess collector = start(data, "json")) {
      assertThat(collector.output()).containsOnlyOnce("chmod 700 " + data);
      // Not ours to change: somebody may have meant it.
      assertThat(permissions(data)).isEqualTo("rwxr-x---");
    }
  }

  @Test
  void fileInTheFoldersPlaceIsNoFolderToBeClosed() throws Exception {
    Path file = Files.writeString(temp.resolve("data"), "");
    DataFolder.open(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    DataFolder.open(file);
    assertThat(Files.readString(file)).isEmpty();
  }

  private CollectorProcess start(Path data, String format) throws Exception {
    return CollectorProcess.start(data, temp.resolve("out"), USUAL, List.of("--log", format));
  }

  private static String permissions(Path dir) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir));
  }
}
