package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Entries to be written, and what is found of them. */
final class Entries {
  private Entries() {}

  static List<Path> segments(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.filter(Segment::is).sorted().toList();
    }
  }

  static Entry entry(int number, int size) {
    byte[] bytes = new byte[size];
    new Random(number).nextBytes(bytes);
    return Entry.newBuilder()
        .setService("shop-" + number)
        .setBatch(ByteString.copyFrom(bytes))
        .build();
  }

  static List<Entry> read(Log log, long from) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Log.Cursor cursor = log.read(from)) {
      while (cursor.next()) {
        assertThat(cursor.position()).isEqualTo(from + entries.size());
        entries.add(bare(cursor.entry()));
      }
    }
    return entries;
  }

  static Entry bare(Entry entry) {
    assertThat(entry.getReceivedMs()).isPositive();
    return entry.toBuilder().clearReceivedMs().build();
  }
}
