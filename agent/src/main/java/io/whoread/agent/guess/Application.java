package io.whoread.agent.guess;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tells classes of the application from those of the JDK and of known libraries. */
public final class Application {
  private static final String[] LIBRARIES = lines("");

  /** Applications that are named like a library. */
  private static final String[] OTHERS = lines("+");

  private Application() {}

  /** Whether a class may be the application's own, by its internal name. */
  public static boolean isApplication(String internalName) {
    return !begins(internalName, LIBRARIES) || begins(internalName, OTHERS);
  }

  private static boolean begins(String internalName, String[] prefixes) {
    for (String prefix : prefixes) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The lines that begin with a mark, without it. */
  private static String[] lines(String mark) {
    List<String> found = new ArrayList<>();
    try (InputStream in = Application.class.getResourceAsStream("frameworks.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        boolean marked = line.startsWith("+");
        if (!line.startsWith("#") && marked == !mark.isEmpty()) {
          found.add(line.substring(mark.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.toArray(new String[0]);
  }
}
