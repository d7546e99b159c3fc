package io.whoread.collector.sample;

import io.whoread.collector.state.v1.SampledKindState;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The sampled reads of one kind of subjects. A subject is in the sample if its pseudonym begins
 * with so many zero bits; pseudonyms are random, so that says nothing about who reads it or when.
 */
final class SampledKind implements Closeable {
  /** Beyond this a sample would hold nobody. */
  private static final int MOST_HALVINGS = 40;

  private final Path dir;
  private final String name;
  private final int number;
  private int halvings;
  private SampleFile file;

  private SampledKind(Path dir, String name, int number, int halvings) {
    this.dir = dir;
    this.name = name;
    this.number = number;
    this.halvings = halvings;
  }

  static SampledKind create(Path dir, String name, int number) throws IOException {
    SampledKind kind = new SampledKind(dir, name, number, 0);
    kind.file = SampleFile.create(kind.path());
    return kind;
  }

  /**
   * @throws IOException where the file is not what the state tells of
   */
  static SampledKind open(Path dir, SampledKindState state, int number) throws IOException {
    SampledKind kind = new SampledKind(dir, state.getKind(), number, state.getHalvings());
    kind.file = SampleFile.open(kind.path(), state.getRows(), state.getChecksum());
    return kind;
  }

  /** Kinds are words of a configuration, and no names of files. */
  private Path path() {
    return dir.resolve(number + "-" + halvings);
  }

  String name() {
    return name;
  }

  boolean holds(long high) {
    return halvings == 0 || high >>> Long.SIZE - halvings == 0;
  }

  long rows() {
    return file.rows();
  }

  Path file() {
    return file.path();
  }

  ByteBuffer add() throws IOException {
    return file.add();
  }

  boolean canHalve() {
    return halvings < MOST_HALVINGS;
  }

  /** Keeps one half of the subjects, in a new file; the old one stays until it is deleted. */
  void halve() throws IOException {
    try (SampledReads all = read()) {
      file.close();
      halvings++;
      file = SampleFile.create(path());
      while (all.next()) {
        if (holds(all.high())) {
          file.add().put(all.row());
        }
      }
    }
  }

  SampledReads read() throws IOException {
    return file.read(halvings);
  }

  /** Makes the rows durable, and says which they are. */
  SampledKindState commit() throws IOException {
    file.force();
    return SampledKindState.newBuilder()
        .setKind(name)
        .setHalvings(halvings)
        .setRows(file.rows())
        .setChecksum(file.checksum())
        .build();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
