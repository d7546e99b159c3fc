package io.whoread.collector.cli;

import io.whoread.collector.ingest.Services;
import io.whoread.collector.log.DataFolder;
import io.whoread.record.PseudonymKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** The folder that attaches a service: it appears whole, with a token that is known by then. */
final class ServiceFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final String name;
  private final Path data;
  private final URI collector;

  ServiceFolder(String name, Path data, URI collector) {
    if (!name.matches(Services.NAME)) {
      throw new CommandFailed(
          "NAME must be 1 to 63 letters, digits, dots, hyphens or underscores, and start with a"
              + " letter or digit");
    }
    this.name = name;
    this.data = data;
    this.collector = collector;
  }

  /**
   * Makes the folder and registers the service.
   *
   * @return the folder
   */
  Path write(Path out) throws IOException {
    Path folder = out.toAbsolutePath().normalize().resolve(name);
    Services services = Services.open(data);
    if (services.all().containsKey(name)) {
      throw known(folder);
    }
    if (Files.exists(folder)) {
      throw new CommandFailed(
          folder + " exists already: move it away, or choose another place with --out");
    }
    Path agent = ProgramJar.agent();
    Files.createDirectories(folder.getParent());
    Path fresh = Files.createTempDirectory(folder.getParent(), "." + name);
    try {
      Files.copy(agent, fresh.resolve(ProgramJar.AGENT));
      Files.copy(key(), fresh.resolve("key"));
      restrict(fresh.resolve("key"));
      Files.writeString(fresh.resolve("whoread.yaml"), filled("whoread.yaml"));
      Files.writeString(fresh.resolve("README.txt"), filled("README.txt"));
      // Written below a checkout, key and token must never be committed.
      Files.writeString(fresh.resolve(".gitignore"), "*\n");
      Path token = fresh.resolve("token");
      Files.createFile(token);
      restrict(token);
      Files.writeString(token, services.add(name) + "\n");
      open(fresh);
      Files.move(fresh, folder);
    } catch (IOException | RuntimeException e) {
      delete(fresh);
      throw e;
    }
    return folder;
  }

  private CommandFailed known(Path folder) {
    boolean there = Files.exists(folder);
    return new CommandFailed(
        name
            + " is known already"
            + (there ? ", and " + folder + " is there" : "; its token cannot be told again")
            + ". A new token shuts out what runs with the old one: if that is meant,"
            + (there ? " move that folder away," : "")
            + " `whoread service remove "
            + name
            + DataFolder.option(data)
            + "`, then add it again");
  }

  /** The key of this deployment, made when first asked for: all services share it. */
  private Path key() throws IOException {
    Path key = data.resolve("key");
    if (!Files.exists(key)) {
      DataFolder.make(data);
      Path fresh = Files.createTempFile(data, ".key", "");
      restrict(fresh);
      Files.writeString(
          fresh,
          """
          # Makes the pseudonyms of this deployment: EPOCH SECRET. Whoever holds it can tell by trying
          # whose order a pseudonym stands for. Without it no order number can be looked up any more.
          %s
          """
              .formatted(PseudonymKey.generate(1).toLine()));
      try {
        // Never over one that another process has just made.
        Files.createLink(key, fresh);
      } catch (FileAlreadyExistsException e) {
        // Theirs is as good.
      } finally {
        Files.delete(fresh);
      }
    }
    PseudonymKey.read(key);
    return key;
  }

  private String filled(String template) throws IOException {
    try (InputStream in = ServiceFolder.class.getResourceAsStream(template)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@NAME@", name)
          .replace("@COLLECTOR@", collector.toString());
    }
  }

  private static void restrict(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static void open(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-x---"));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
