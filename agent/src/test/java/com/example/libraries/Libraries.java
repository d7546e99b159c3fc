package com.example.libraries;

import com.example.orders.Order;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A service that holds many libraries, each in several versions, every one in a loader apart. */
public final class Libraries extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Case> cases = new ConcurrentHashMap<>();
  private final transient Path folder;

  private Libraries(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments a folder for the server, and the one that holds a file for each library with
   *     its class path
   */
  public static void main(String[] arguments) throws Exception {
    Peers.start();
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(arguments[0]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "libraries", new Libraries(Path.of(arguments[1])));
    context.addServletMappingDecoded("/library/*", "libraries");
    tomcat.start();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    Files.writeString(part, String.valueOf(tomcat.getConnector().getLocalPort()));
    Files.move(part, ports);
    tomcat.getServer().await();
  }

  /** {@code /library/<library>/<case>/<order>}. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String[] path = request.getPathInfo().split("/");
    response.setCharacterEncoding("UTF-8");
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      Case library = cases.computeIfAbsent(path[1], this::load);
      thread.setContextClassLoader(library.getClass().getClassLoader());
      library.run(path[2], Order.of(Integer.parseInt(path[3])), response);
    } catch (Exception | LinkageError e) {
      response.setStatus(500);
      StringBuilder told = new StringBuilder();
      for (Throwable each = e; each != null; each = each.getCause()) {
        told.append(each).append('\n');
        for (StackTraceElement element : each.getStackTrace()) {
          told.append("  ").append(element).append('\n');
        }
      }
      response.getOutputStream().write(told.toString().getBytes(StandardCharsets.UTF_8));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Case load(String library) {
    try {
      List<URL> urls = new ArrayList<>();
      for (String entry : Files.readAllLines(folder.resolve(library + ".path"))) {
        urls.add(url(entry));
      }
      ClassLoader loader =
          new URLClassLoader(urls.toArray(new URL[0]), Libraries.class.getClassLoader());
      return (Case) loader.loadClass("Reader").getDeclaredConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(library, e);
    }
  }

  private static URL url(String entry) throws MalformedURLException {
    return new File(entry).toURI().toURL();
  }
}
