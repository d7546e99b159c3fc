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
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;

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

  /** Goes through all code and does nothing. */
  private static final ClassVisitor CODE =
      new ClassVisitor(OpenedClassReader.ASM_API) {
        @Override
        public MethodVisitor visitMethod(int a, String n, String d, String s, String[] thrown) {
          return new MethodVisitor(OpenedClassReader.ASM_API) {};
        }
      };

  private static final int MOST_OF_A_SCRIPT = 4 << 20;
  private static final int MOST_OF_SCRIPTS = 32 << 20;

  final Map<String, ClassFile> byName = new LinkedHashMap<>();
  final List<byte[]> bytes = new ArrayList<>();
  final List<byte[]> mappers = new ArrayList<>();

  /** The application's SQL files, as far as they are looked at. */
  final List<byte[]> scripts = new ArrayList<>();

  private int scripted;

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
          entry(path, read(path, in), true);
        } catch (IOException | RuntimeException e) {
          problems.add(path + " cannot be read: " + e.getMessage());
        }
      }
    }
  }

  private static boolean isOfUse(String path) {
    boolean versioned = path.startsWith("META-INF/versions/");
    return !versioned
        && (path.endsWith(".class")
            || path.endsWith(".xml")
            || path.endsWith(".sql")
            || path.endsWith(".jar"))
        && !path.endsWith("module-info.class")
        && !path.endsWith("package-info.class");
  }

  /** Of a script its beginning, where schemas stand; all of anything else. */
  private static byte[] read(String path, InputStream in) throws IOException {
    return path.endsWith(".sql")
        ? Bytes.first(in, MOST_OF_A_SCRIPT)
        : Bytes.read(in, path.endsWith(".jar") ? Bytes.MOST_OF_A_JAR : Bytes.MOST);
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
          entry(path, read(path, in), true);
        } catch (IOException | RuntimeException e) {
          problems.add(path + " cannot be read: " + e.getMessage());
        }
      }
    }
  }

  private void inner(String name, InputStream in) throws IOException {
    libraries.add(name.substring(name.lastIndexOf('/') + 1));
    int before = byName.size();
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String path = entry.getName();
        if (!entry.isDirectory() && isOfUse(path) && isMine(path)) {
          byte[] bytes = read(path, zip);
          if (path.endsWith(".class")) {
            entry(name + "!/" + path, bytes, false);
          } else {
            found.put(path, bytes);
          }
        }
      }
    }
    // Of a library that is not the application's the files say nothing.
    if (byName.size() > before) {
      found.forEach((path, bytes) -> entry(path, bytes, false));
    }
  }

  /** Whether an entry of a nested jar may be the application's. */
  private boolean isMine(String path) {
    return path.endsWith(".xml")
        || path.endsWith(".sql")
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
    } else if (path.endsWith(".sql")) {
      scripted += bytes.length;
      if (scripted <= MOST_OF_SCRIPTS) {
        scripts.add(bytes);
      }
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
      // What looks into its code later is to find no more that ends the scan.
      OpenedClassReader.of(bytes).accept(CODE, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
      if (isOuter && inArchive) {
        own(internal);
      }
      if (prefixes.isEmpty() || !isOuter || prefixes.stream().anyMatch(internal::startsWith)) {
        if (byName.put(file.name, file) == null) {
          this.bytes.add(bytes);
        }
      }
    } catch (RuntimeException e) {
      problems.add(path + " is no class file that can be read: " + e);
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
