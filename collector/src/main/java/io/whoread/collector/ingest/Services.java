package io.whoread.collector.ingest;

import io.whoread.collector.log.DataFolder;
import io.whoread.collector.log.DurableFile;
import io.whoread.collector.log.Sha256;
import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The services that may send records, kept in {@code services.yaml}: of each service's token only
 * the SHA-256. The file is read again when it has changed, so that services come and go while the
 * collector runs. Safe for many threads; changes by several processes do not lose each other.
 */
public final class Services {
  /** What a service's name looks like. */
  public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int TOKEN_BYTES = 32;
  private static final Logger LOGGER = LoggerFactory.getLogger(Services.class);

  private final Path file;
  private volatile Known known = new Known(Collections.emptySortedMap(), null);
  private volatile long checked;

  /**
   * @param digests SHA-256 of each service's token
   * @param stamp tells one version of the file from another; null for no file
   */
  private record Known(SortedMap<String, byte[]> digests, Object stamp) {}

  private record Stamp(Object key, long modified, long size) {}

  private Services(Path file) {
    this.file = file;
  }

  /**
   * @throws IOException where the file cannot be read or is not as it should be
   */
  public static Services open(Path data) throws IOException {
    Services services = new Services(data.resolve("services.yaml"));
    services.load(services.stamp());
    return services;
  }

  /** Names of the services whose tokens are accepted. */
  public SortedMap<String, byte[]> all() {
    refresh();
    return known.digests;
  }

  /** The service whose token this is. */
  public Optional<String> authenticate(String token) {
    byte[] digest = Sha256.of(token);
    refresh();
    Optional<String> service = find(digest);
    if (service.isEmpty()) {
      // It may have been added this very second.
      checked = 0;
      refresh();
      service = find(digest);
    }
    return service;
  }

  private Optional<String> find(byte[] digest) {
    String found = null;
    // All are compared, each in constant time.
    for (Map.Entry<String, byte[]> each : known.digests.entrySet()) {
      if (MessageDigest.isEqual(each.getValue(), digest)) {
        found = each.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Adds a service, or gives one that was there a new token.
   *
   * @return its token: 43 letters, digits, hyphens and underscores; it cannot be told again
   */
  public String add(String name) throws IOException {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "a service's name is 1 to 63 letters, digits, dots, hyphens or underscores, and starts"
              + " with a letter or digit");
    }
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    change(services -> services.put(name, Sha256.of(token)));
    return token;
  }

  /** Whether there was such a service. */
  public boolean remove(String name) throws IOException {
    boolean[] removed = {false};
    change(services -> removed[0] = services.remove(name) != null);
    return removed[0];
  }

  private void change(java.util.function.Consumer<SortedMap<String, byte[]>> change)
      throws IOException {
    DataFolder.make(file.getParent());
    Path lockFile = file.resolveSibling("services.lock");
    synchronized (this) {
      DurableFile.alone(
          lockFile,
          () -> {
            load(stamp());
            SortedMap<String, byte[]> services = new TreeMap<>(known.digests);
            change.accept(services);
            byte[] text = text(services).getBytes(StandardCharsets.UTF_8);
            DurableFile.replace(file, ByteBuffer.wrap(text));
            load(stamp());
          });
    }
  }

  private static String text(SortedMap<String, byte[]> services) {
    StringBuilder text =
        new StringBuilder(
            """
            # Services that may send records, and the SHA-256 of each one's token.
            # Written by `whoread service add` and `whoread service remove`; read again when it changes.
            services:%s
            """
                .formatted(services.isEmpty() ? " {}" : ""));
    services.forEach(
        (name, digest) ->
            text.append("  \"")
                .append(name)
                .append("\": {token-sha256: ")
                .append('"')
                .append(HexFormat.of().formatHex(digest))
                .append("\"}\n"));
    return text.toString();
  }

  private void refresh() {
    long now = System.nanoTime();
    if (checked != 0 && now - checked < CHECK_NANOS) {
      return;
    }
    checked = now;
    synchronized (this) {
      try {
        Object stamp = stamp();
        if (!java.util.Objects.equals(stamp, known.stamp)) {
          load(stamp);
        }
      } catch (IOException e) {
        LOGGER.error("keeping to the services known before: {}", e.getMessage());
      }
    }
  }

  private Object stamp() throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.fileKey(), now.lastModifiedTime().toMillis(), now.size());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void load(Object stamp) throws IOException {
    known = new Known(stamp == null ? Collections.emptySortedMap() : parse(), stamp);
    checked = System.nanoTime();
  }

  private SortedMap<String, byte[]> parse() throws IOException {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (YamlEngineException e) {
      throw new IOException(Yaml.notYaml(file, e), e);
    }
    if (!(root instanceof Map<?, ?> top) || !(top.get("services") instanceof Map<?, ?> services)) {
      throw new IOException(file + ": expected services: at the top");
    }
    SortedMap<String, byte[]> digests = new TreeMap<>();
    for (Map.Entry<?, ?> each : services.entrySet()) {
      if (!(each.getKey() instanceof String name)
          || !name.matches(NAME)
          || !(each.getValue() instanceof Map<?, ?> service)
          || !(service.get("token-sha256") instanceof String digest)
          || !digest.matches("[0-9a-f]{64}")) {
        throw new IOException(
            file
                + ": expected NAME: {token-sha256: 64 hexadecimal digits}, not so at "
                + each.getKey());
      }
      digests.put(name, HexFormat.of().parseHex(digest));
    }
    return Collections.unmodifiableSortedMap(digests);
  }
}
