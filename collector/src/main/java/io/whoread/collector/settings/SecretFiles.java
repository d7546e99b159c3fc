package io.whoread.collector.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The files that settings name. No message about one repeats what stands in it. */
public final class SecretFiles {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final List<Path> read = new ArrayList<>();

  /**
   * @param settings beside which files are looked for
   */
  public SecretFiles(Path settings) {
    this.folder = settings.toAbsolutePath().getParent();
    read.add(settings);
  }

  /** Every file asked for so far, and the settings. */
  public List<Path> read() {
    return List.copyOf(read);
  }

  /**
   * The lines of a file that only its owner may read; at least one. Where there is no such file its
   * name is not told: it may be the secret itself, written where its file should be named.
   */
  public List<String> secret(Yaml name) {
    Path file = file(name);
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(file));
        others.removeAll(OWNER);
        if (!others.isEmpty()) {
          throw name.wrong(
              file + " holds a secret and is open to other accounts: chmod 600 " + file);
        }
      }
      List<String> lines =
          Files.readAllLines(file).stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
      if (lines.isEmpty()) {
        throw name.wrong(file + " is empty");
      }
      return lines;
    } catch (IOException e) {
      throw name.wrong(
          "no such file beside %s, or not readable as text: here stands the name of the file, and not what is in it"
              .formatted(read.getFirst().getFileName()));
    }
  }

  /** TLS with peers that the certificates of a file vouch for. */
  public SSLContext authorities(Yaml name) {
    Path file = file(name);
    try {
      return CertificateFile.tls(file);
    } catch (GeneralSecurityException e) {
      throw name.wrong(file + ": expected certificates in PEM");
    } catch (IOException e) {
      throw name.wrong(file + ": no such file, or not readable");
    }
  }

  /** A file, which need not be there. */
  public Path file(Yaml name) {
    Path file = folder.resolve(name.text());
    read.add(file);
    return file;
  }
}
