package io.whoread.agent.boot;

import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.Arrays;

/**
 * {@code java -jar whoread-agent.jar scan app.jar}: the one command that needs nothing but the
 * agent's jar. It runs in a JVM of its own, on Java 8 or later.
 */
public final class Main {
  private static final String SCAN = "io.whoread.agent.scan.ScanCommand";
  private static final int NOT_DONE = 1;
  private static final int ASKED_WRONGLY = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    if (args.length == 0 || !args[0].equals("scan")) {
      System.err.println(
          "whoread: the agent's jar knows one command: java -jar whoread-agent.jar scan app.jar;"
              + " to attach it, start the service with -javaagent:whoread-agent.jar=whoread.yaml");
      return ASKED_WRONGLY;
    }
    try {
      ClassLoader parent = ClassLoader.getSystemClassLoader().getParent();
      Class<?> command = new AgentLoader(ownJar(), parent).loadClass(SCAN);
      String[] rest = Arrays.copyOfRange(args, 1, args.length);
      return (Integer)
          command
              .getMethod("run", String[].class, PrintStream.class, PrintStream.class)
              .invoke(null, rest, System.out, System.err);
    } catch (InvocationTargetException e) {
      System.err.println("whoread: " + e.getCause());
      return NOT_DONE;
    } catch (Exception e) {
      System.err.println("whoread: " + e);
      return NOT_DONE;
    }
  }

  private static File ownJar() throws URISyntaxException {
    return new File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
