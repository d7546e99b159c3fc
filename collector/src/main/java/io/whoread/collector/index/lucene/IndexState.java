package io.whoread.collector.index.lucene;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What the index knows beyond its days: a small text file, replaced as a whole after the days were
 * committed.
 *
 * @param position first position of the log that some day may not hold yet
 * @param days all there are
 * @param imported runs whose batches came from a file
 * @param kinds of subjects and links
 */
record IndexState(
    long position, List<LocalDate> days, Set<ByteString> imported, Set<String> kinds) {
  private static final String FORMAT = "whoread-index 2";
  private static final String KIND = "kind ";

  /** Null where there is none, or it is of another format or cut off. */
  static IndexState read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (lines.size() < 3 || !lines.getFirst().equals(FORMAT) || !lines.getLast().equals("end")) {
      return null;
    }
    long position = -1;
    List<LocalDate> days = new ArrayList<>();
    Set<ByteString> imported = new HashSet<>();
    Set<String> kinds = new HashSet<>();
    try {
      for (String line : lines.subList(1, lines.size() - 1)) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "position" -> position = Long.parseLong(words[1]);
          case "day" -> days.add(LocalDate.parse(words[1]));
          case "imported" -> imported.add(ByteString.copyFrom(HexFormat.of().parseHex(words[1])));
          // A word of somebody's own: it may have spaces.
          case "kind" -> kinds.add(line.substring(KIND.length()));
          default -> {
            return null;
          }
        }
      }
    } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
    return position < 0 ? null : new IndexState(position, days, imported, kinds);
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    text.append("position ").append(position).append('\n');
    days.forEach(day -> text.append("day ").append(day).append('\n'));
    imported.forEach(
        run ->
            text.append("imported ")
                .append(HexFormat.of().formatHex(run.toByteArray()))
                .append('\n'));
    kinds.forEach(kind -> text.append(KIND).append(kind).append('\n'));
    text.append("end\n");
    DurableFile.replace(file, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
