package io.whoread.agent.scan;

import io.whoread.agent.guess.Application;
import io.whoread.agent.guess.ClassFile;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The classes and mappers of an application, out of jars, wars and folders. A library inside an
 * archive is the application's where its classes are named like those that stand in the archive
 * itself. What cannot be read is told and passed over.
 */
final class Classes {
  private static final List<String> FOLDERS =
      Arrays.asList("BOOT-INF/classes/", "WEB-INF/classes/");

  /** Second parts of package names under which many different houses live. */
  private static final Set<String> SHARED =
      new LinkedHashSet<>(
          Arrays.asList(
              "github", "gitee", "gitlab", "example", "alibaba", "sourceforge", "co", "com"));

  final Map<String, ClassFile> byName = new LinkedHashMap<>();
  final List<byte[]> bytes = new ArrayList<>();
  final List<byte[]> mappers = new ArrayList<>();

  /** File names of all jars met, without their folders. */
  final Set<String> libraries = new TreeSet<>();

  /** What could not be read, one line each. */
  final List<String> problems = new ArrayList<>();

  /** Beginnings of the names of the application's packages, with slashes; empty for all. */
  final Set<String> prefixes = new TreeSet<>();

  private final boolean given;

  /** Jars in an archive wait until it is known how the application's packages are named. */
  private final Map<String, byte[]> nested = new LinkedHashMap<>();

  /**
   * @param included beginnings of class names, with dots; empty for the application's own
   */
  Classes(List<String> included) {
    given = !included.isEmpty();
    included.forEach(prefix -> prefixes.add(prefix.replace('.', '/').replaceAll("[*/]+$", "")));
  }

  /**
   * @throws IOException where the file or folder itself cannot be read
   */
  void add(File path) throws IOException {
    if (path.isDirectory()) {
      folder(path, path);
    } else {
      try (ZipFile zip = new ZipFile(path)) {
        outer(path.getName(), zip);
      } catch (ZipException e) {
        throw new IOException("is neither a jar or war nor a folder of classes");
      }
    }
    for (Map.Entry<String, byte[]> jar : nested.entrySet()) {
      try {
        inner(jar.getKey(), new ByteArrayInputStream(jar.getValue()));
      } catch (IOException | RuntimeException e) {
        problems.add(jar.getKey() + " cannot be read: " + e.getMessage());
      }
    }
    nested.clear();
  }

  private void folder(File root, File folder) throws IOException {
    File[] files = folder.listFiles();
    if (files == null) {
      throw new IOException("cannot be listed: " + folder);
    }
    Arrays.sort(files);
    for (File file : files) {
      String path = root.toURI().relativize(file.toURI()).getPath();
      if (file.isDirectory()) {
        if (!file.getName().equals("test-classes")) {
          folder(root, file);
        }
      } else if (isOfUse(path)) {
        try (InputStream in = new FileInputStream(file)) {
          entry(path, Bytes.read(in, limit(path)), true);
        } catch (IOException | RuntimeException e) {
          problems.add(path + " cannot be read: " + e.getMessage());
        }
      }
    }
  }

  private static boolean isOfUse(String path) {
    boolean versioned = path.startsWith("META-INF/versions/");
    return !versioned
        && (path.endsWith(".class") || path.endsWith(".xml") || path.endsWith(".jar"))
        && !path.endsWith("module-info.class")
        && !path.endsWith("package-info.class");
  }

  private static int limit(String path) {
    return path.endsWith(".jar") ? Bytes.MOST_OF_A_JAR : Bytes.MOST;
  }

  /** Read by its directory: an archive that starts by itself has a script before it. */
  private void outer(String name, ZipFile zip) throws IOException {
    libraries.add(name);
    ZipEntry manifest = zip.getEntry("META-INF/MANIFEST.MF");
    if (manifest != null) {
      try (InputStream in = zip.getInputStream(manifest)) {
        started(new Manifest(in));
      }
    }
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String path = entry.getName();
      if (!entry.isDirectory() && isOfUse(path)) {
        try (InputStream in = zip.getInputStream(entry)) {
          entry(path, Bytes.read(in, limit(path)), true);
        } catch (IOException | RuntimeException e) {
          problems.add(path + " cannot be read: " + e.getMessage());
        }
      }
    }
  }

  private void inner(String name, InputStream in) throws IOException {
    libraries.add(name.substring(name.lastIndexOf('/') + 1));
    int before = byName.size();
    List<byte[]> found = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String path = entry.getName();
        if (!entry.isDirectory() && isOfUse(path) && isMine(path)) {
          byte[] bytes = Bytes.read(zip, limit(path));
          if (path.endsWith(".xml")) {
            found.add(bytes);
          } else {
            entry(name + "!/" + path, bytes, false);
          }
        }
      }
    }
    // Of a library that is not the application's the files say nothing.
    if (byName.size() > before) {
      found.forEach(this::mapper);
    }
  }

  /** Whether an entry of a nested jar may be the application's. */
  private boolean isMine(String path) {
    return path.endsWith(".xml")
        || path.endsWith(".class") && prefixes.stream().anyMatch(path::startsWith);
  }

  private void started(Manifest manifest) {
    String start = manifest.getMainAttributes().getValue("Start-Class");
    String main = start == null ? manifest.getMainAttributes().getValue("Main-Class") : start;
    if (main != null && Application.isApplication(main.replace('.', '/'))) {
      own(main.replace('.', '/'));
    }
  }

  private void entry(String path, byte[] bytes, boolean isOuter) {
    if (path.endsWith(".jar")) {
      nested.put(path, bytes);
    } else if (path.endsWith(".xml")) {
      mapper(bytes);
    } else {
      classFile(path, bytes, isOuter);
    }
  }

  private void mapper(byte[] bytes) {
    if (new String(bytes, StandardCharsets.ISO_8859_1).contains("<mapper")) {
      mappers.add(bytes);
    }
  }

  private void classFile(String path, byte[] bytes, boolean isOuter) {
    String own = path;
    for (String folder : FOLDERS) {
      own = own.startsWith(folder) ? own.substring(folder.length()) : own;
    }
    boolean inArchive = own.length() < path.length();
    try {
      ClassFile file = ClassFile.read(bytes);
      String internal = file.name.replace('.', '/');
      // What stands in the archive itself is the application, be it named like a library.
      if (!given && !inArchive && !Application.isApplication(internal)) {
        return;
      }
      if (isOuter && inArchive) {
        own(internal);
      }
      if (prefixes.isEmpty() || !isOuter || prefixes.stream().anyMatch(internal::startsWith)) {
        if (byName.put(file.name, file) == null) {
          this.bytes.add(bytes);
        }
      }
    } catch (RuntimeException e) {
      problems.add(path + " is no class file that can be read: " + e.getMessage());
    }
  }

  /** Takes a class's package, up to the part that names the house, for the application's. */
  private void own(String internalName) {
    if (given) {
      return;
    }
    String[] parts = internalName.split("/");
    int length = parts.length > 2 && SHARED.contains(parts[1]) ? 3 : 2;
    length = Math.min(length, parts.length - 1);
    if (length > 0) {
      prefixes.add(String.join("/", Arrays.asList(parts).subList(0, length)) + "/");
    }
  }
}
