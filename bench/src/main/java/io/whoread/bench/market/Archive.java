package io.whoread.bench.market;

import io.whoread.collector.log.v1.CanaryChange;
import io.whoread.collector.log.v1.Entry;
import io.whoread.collector.log.v1.PeopleChange;
import io.whoread.record.v1.Batch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * Keeps a marketplace in a folder, for others to look at: {@code trail.entries}, the entries of a
 * log, each behind its length (delimited, as protobuf has it); {@code truth.jsonl}, one planted
 * misuse a line; {@code rules.yaml}, the calendars that were declared.
 */
public final class Archive implements Trail.Sink, AutoCloseable {
  private final OutputStream out;

  private Archive(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
  }

  /** Tells a world into a folder, which is made where it does not exist. */
  public static void write(World world, Path folder) throws IOException {
    Files.createDirectories(folder);
    Product.rules(folder);
    try (Archive archive = new Archive(folder.resolve("trail.entries"))) {
      Trail trail = new Trail(world, archive);
      world.run(trail);
      trail.finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try (Writer truth =
        Files.newBufferedWriter(folder.resolve("truth.jsonl"), StandardCharsets.UTF_8)) {
      for (Episode episode : world.episodes()) {
        if (episode.cameToPass()) {
          truth.write(line(episode));
        }
      }
    }
  }

  @Override
  public void batch(String service, Batch batch, long receivedMs) {
    write(Entry.newBuilder().setService(service).setBatch(batch.toByteString()), receivedMs);
  }

  @Override
  public void people(PeopleChange change, long receivedMs) {
    write(Entry.newBuilder().setPeopleChange(change), receivedMs);
  }

  @Override
  public void canaries(CanaryChange change, long receivedMs) {
    write(Entry.newBuilder().setCanaryChange(change), receivedMs);
  }

  private void write(Entry.Builder entry, long receivedMs) {
    try {
      entry.setReceivedMs(receivedMs).build().writeDelimitedTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** None of the texts holds a character that JSON would have escaped. */
  private static String line(Episode episode) {
    StringBuilder line = new StringBuilder();
    field(line, "{", "kind", episode.kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    field(line, ",", "rule", episode.kind.rule());
    if (episode.person != null) {
      field(line, ",", "role", episode.person.reader.role());
      field(line, ",", "actor", episode.person.reader.id());
    }
    if (episode.address != null) {
      field(line, ",", "address", episode.address);
    }
    if (episode.operation != null) {
      field(line, ",", "operation", episode.operation.route);
    }
    field(line, ",", "from", Instant.ofEpochMilli(episode.from()).toString());
    field(line, ",", "to", Instant.ofEpochMilli(episode.to()).toString());
    return line.append(",\"subjects\":").append(episode.subjects()).append("}\n").toString();
  }

  private static void field(StringBuilder line, String before, String name, String value) {
    line.append(before).append('"').append(name).append("\":\"").append(value).append('"');
  }
}
