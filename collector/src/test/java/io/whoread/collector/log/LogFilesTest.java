package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log read from beside the process that writes it. */
class LogFilesTest {
  private static final int SEGMENT_BYTES = 20_000;
  private static final int ENTRIES = 3_000;

  @TempDir private Path dir;

  private static Entry entry(int number) {
    return Entry.newBuilder().setService("service-" + number).build();
  }

  private List<String> read(long until) throws IOException {
    List<String> read = new ArrayList<>();
    long end =
        LogFiles.read(
            dir,
            until,
            (at, entry) -> {
              assertThat(at).isEqualTo(read.size());
              read.add(entry.getService());
            });
    assertThat(end).isEqualTo(read.size());
    return read;
  }

  /** While the log grows from segment to segment, what is read is always its beginning. */
  @Test
  void whatIsReadIsTheBeginningOfWhatIsWritten() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      all.add("service-" + i);
    }
    try (LocalLog log = LocalLog.open(dir, SEGMENT_BYTES)) {
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < ENTRIES; i++) {
                  if (i % 7 == 0) {
                    log.append(entry(i)).join();
                  } else {
                    log.append(entry(i));
                  }
                }
              });
      writer.start();
      int before = 0;
      while (writer.isAlive()) {
        List<String> read = read(Long.MAX_VALUE);
        assertThat(read).isEqualTo(all.subList(0, read.size())).hasSizeGreaterThanOrEqualTo(before);
        before = read.size();
      }
      writer.join();
    }
    assertThat(read(Long.MAX_VALUE)).isEqualTo(all);
    assertThat(read(1_234)).isEqualTo(all.subList(0, 1_234));
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(Segment::is).count()).isGreaterThan(3);
    }
  }

  @Test
  void aDamagedSegmentIsTold() throws Exception {
    try (LocalLog log = LocalLog.open(dir, SEGMENT_BYTES)) {
      for (int i = 0; i < ENTRIES; i++) {
        log.append(entry(i));
      }
    }
    try (RandomAccessFile file = new RandomAccessFile(Segment.file(dir, 0).toFile(), "rw")) {
      file.seek(5_000);
      file.write(new byte[40]);
    }
    assertThatThrownBy(() -> read(Long.MAX_VALUE))
        .isInstanceOf(LogCorruptedException.class)
        .hasMessageContaining("0000000000000000000.log");
  }
}
