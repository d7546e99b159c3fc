package io.whoread.agent;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;

/** This process: its host and number, and the agent's version. */
public final class Instance {
  private Instance() {}

  /** Host name and process id: {@code order-7c9f:1}. */
  static String name() {
    return host() + ":" + pid();
  }

  private static String host() {
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = System.getenv(variable);
      if (name != null && !name.isEmpty()) {
        return name;
      }
    }
    try (BufferedReader in = new BufferedReader(new FileReader("/etc/hostname"))) {
      String name = in.readLine();
      return name == null || name.trim().isEmpty() ? "localhost" : name.trim();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** Without JMX, which must not be started yet. */
  private static String pid() {
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Method current = handle.getMethod("current");
      return String.valueOf(handle.getMethod("pid").invoke(current.invoke(null)));
    } catch (ReflectiveOperationException e) {
      try {
        return new File("/proc/self").getCanonicalFile().getName();
      } catch (IOException unknown) {
        return "0";
      }
    }
  }

  /** Of the agent; {@code unknown} where it was not packaged. */
  public static String version() {
    java.util.Properties properties = new java.util.Properties();
    try (InputStream in = Instance.class.getResourceAsStream("/whoread-agent.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // Told as unknown below.
    }
    return properties.getProperty("version", "unknown");
  }
}
