package io.whoread.agent.boot;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;

/**
 * Where the JVM enters the agent: {@code -javaagent:whoread-agent.jar[=whoread.yaml]}, or an attach
 * to a running JVM with the same argument, or with {@code off} or {@code on}.
 *
 * <p>The manifest's {@code Boot-Class-Path} names this very jar, so that this package is loaded by
 * the bootstrap loader, where every class that calls it finds it. It has to be the manifest:
 * appending to the bootstrap path at run time makes the JVM warn about class data sharing. The rest
 * of the agent comes from the same jar through {@link AgentLoader}, invisible to the application.
 *
 * <p>This runs before the application's {@code main}: nothing here may start java.util.logging, NIO
 * or JMX, whose providers the application may want to be the first to choose.
 */
public final class Agent {
  private static final String JAR = "whoread-agent.jar";
  private static final String ENTRY = "io.whoread.agent.Installation";

  /** Main classes of the JDK's tools and of build tools, which hold no orders. */
  private static final String[] TOOLS = {
    "jdk.",
    "java.base/sun.security.tools.",
    "java.rmi/",
    "java.scripting/",
    "sun.tools.",
    "sun.security.tools.",
    "com.sun.tools.",
    "org.codehaus.plexus.classworlds.launcher.",
    "org.apache.maven.",
    "org.gradle.",
  };

  private static Class<?> installation;

  private Agent() {}

  public static void premain(String argument, Instrumentation instrumentation) {
    start(argument, instrumentation);
  }

  public static void agentmain(String argument, Instrumentation instrumentation) {
    start(argument, instrumentation);
  }

  private static synchronized void start(String argument, Instrumentation instrumentation) {
    try {
      if (isTool(System.getProperty("sun.java.command"))) {
        return;
      }
      if (Agent.class.getClassLoader() != null) {
        say("not started: the agent's jar must be named " + JAR + "; was it renamed?");
        return;
      }
      if (installation == null) {
        File jar = ownJar();
        ClassLoader parent = ClassLoader.getSystemClassLoader().getParent();
        installation = new AgentLoader(jar, parent).loadClass(ENTRY);
      }
      Method entry =
          installation.getMethod("start", String.class, Instrumentation.class, File.class);
      entry.invoke(null, argument, instrumentation, ownJar());
    } catch (InvocationTargetException e) {
      say("not started: " + e.getCause());
    } catch (Throwable e) {
      say("not started: " + e);
    }
  }

  private static boolean isTool(String command) {
    if (command == null) {
      return false;
    }
    for (String tool : TOOLS) {
      if (command.startsWith(tool)) {
        return true;
      }
    }
    return false;
  }

  private static File ownJar() throws Exception {
    String name = Agent.class.getName().replace('.', '/') + ".class";
    URL url = ClassLoader.getSystemResource(name);
    String spec = url.getPath();
    return new File(new URI(spec.substring(0, spec.indexOf("!/"))));
  }

  private static void say(String line) {
    System.err.println("whoread " + line);
  }
}
