import jakarta.servlet.DispatcherType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.eclipse.jetty.EE.servlet.DefaultServlet;
import org.eclipse.jetty.EE.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.EE.servlet.FilterHolder;
import org.eclipse.jetty.EE.servlet.ServletContextHandler;
import org.eclipse.jetty.EE.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The orders on a Jetty that compresses, and believes what a header says of the client. */
public final class Server {
  public static void main(String[] arguments) throws Exception {
    Orders.begin();
    org.eclipse.jetty.server.Server server =
        new org.eclipse.jetty.server.Server(new QueuedThreadPool(10));
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new ForwardedRequestCustomizer());
    ServerConnector connector =
        new ServerConnector(
            server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.setContextPath("/");
    ServletHolder orders = new ServletHolder("orders", new Orders());
    orders.setAsyncSupported(true);
    for (String path : Orders.PATHS.split(",")) {
      context.addServlet(orders, path);
    }
    ServletHolder files = new ServletHolder("default", DefaultServlet.class);
    files.setInitParameter("resourceBase", System.getProperty("files"));
    files.setInitParameter("baseResource", System.getProperty("files"));
    context.addServlet(files, "/");
    FilterHolder gate = new FilterHolder(new Gate());
    for (String path : new String[] {"/kept/*", "/filed/*", "/filtered/*"}) {
      context.addFilter(gate, path, EnumSet.of(DispatcherType.REQUEST));
    }
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(IllegalStateException.class, "/problem");
    context.setErrorHandler(errors);
    GzipHandler gzip = new GzipHandler();
    gzip.setMinGzipSize(50);
    gzip.setHandler(context);
    server.setHandler(gzip);
    server.start();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    Files.writeString(part, String.valueOf(connector.getLocalPort()));
    Files.move(part, ports);
  }
}
