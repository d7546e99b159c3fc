package io.whoread.collector.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in the data folder that says where the collector on it listens, so that other commands
 * need not be told. It is gone when the collector has stopped in order; after a crash it may name
 * an address where nobody answers.
 */
final class ListeningAddress {
  /** Where a collector listens that is not told where. */
  static final URI USUAL = URI.create("http://127.0.0.1:8090");

  private static final String FILE = "listening";

  private ListeningAddress() {}

  static void write(Path data, URI address) throws IOException {
    Files.writeString(data.resolve(FILE), address + "\n");
  }

  static void remove(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  /** Empty where no collector runs, as far as the folder knows. */
  static Optional<URI> read(Path data) throws IOException {
    try {
      return Optional.of(CollectorAddress.of(Files.readString(data.resolve(FILE)).strip()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(data.resolve(FILE) + ": " + e.getMessage(), e);
    }
  }
}
