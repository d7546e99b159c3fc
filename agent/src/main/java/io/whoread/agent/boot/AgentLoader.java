package io.whoread.agent.boot;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from a folder inside the agent's jar.
 *
 * <pre>
 *   bootstrap   <- io.whoread.agent.boot            seen by every class of the JVM
 *       |     \
 *   platform   \
 *    |     \    \
 *   agent   application ...                         neither sees the other
 * </pre>
 *
 * <p>In the jar, classes end in {@code .classdata} and stand under {@code whoread/}: no other
 * loader takes them for classes, and whoever scans the class path passes them over. The parent is
 * the platform's loader and never the application's, so that no library of the application, in
 * whichever version, is taken for one of the agent's. What a hook needs to know of the
 * application's types it says in code that is inlined into them, or by reflection.
 */
final class AgentLoader extends ClassLoader {
  private static final String ROOT = "whoread/";

  static {
    registerAsParallelCapable();
  }

  private final ZipFile jar;

  AgentLoader(File jar, ClassLoader parent) throws IOException {
    super(parent);
    this.jar = new ZipFile(jar);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes;
    try {
      bytes = read(name.replace('.', '/') + ".class");
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = read(name);
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    try {
      byte[] bytes = read(name);
      return bytes == null ? null : new URL(null, "whoread:" + name, new Bytes(bytes));
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(found));
  }

  private byte[] read(String name) throws IOException {
    String path = name.endsWith(".class") ? name + "data" : name;
    ZipEntry entry = jar.getEntry(ROOT + path);
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(32, (int) entry.getSize()));
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }

  /** Serves one resource that was read already. */
  private static final class Bytes extends URLStreamHandler {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) throws MalformedURLException {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
