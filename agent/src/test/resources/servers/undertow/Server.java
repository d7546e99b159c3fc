import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.ProxyPeerAddressHandler;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.protocol.http2.Http2UpgradeHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletInfo;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The orders on an Undertow that compresses, and believes what a header says of the client. */
public final class Server {
  public static void main(String[] arguments) throws Exception {
    Orders.begin();
    ServletInfo orders = Servlets.servlet("orders", Orders.class).setAsyncSupported(true);
    for (String path : Orders.PATHS.split(",")) {
      orders.addMapping(path);
    }
    DeploymentInfo info =
        Servlets.deployment()
            .setClassLoader(Server.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("orders")
            .setResourceManager(new PathResourceManager(Path.of(System.getProperty("files")), 0))
            .addServlet(orders)
            .addFilter(Servlets.filter("gate", Gate.class))
            .addFilterUrlMapping("gate", "/kept/*", DispatcherType.REQUEST)
            .addFilterUrlMapping("gate", "/filed/*", DispatcherType.REQUEST)
            .addFilterUrlMapping("gate", "/filtered/*", DispatcherType.REQUEST)
            .addErrorPage(new ErrorPage("/problem", IllegalStateException.class));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(info);
    manager.deploy();
    HttpHandler gzip =
        new EncodingHandler(
            manager.start(),
            new ContentEncodingRepository()
                .addEncodingHandler("gzip", new GzipEncodingProvider(), 50));
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(4)
            .setHandler(new Http2UpgradeHandler(new ProxyPeerAddressHandler(gzip)))
            .build();
    server.start();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Files.writeString(part, String.valueOf(address.getPort()));
    Files.move(part, ports);
  }
}
