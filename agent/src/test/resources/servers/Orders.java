import com.example.orders.Echoes;
import com.example.orders.Order;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Orders, answered in the ways that a servlet has, whichever server it runs on. */
public final class Orders extends HttpServlet {
  static final String PATHS =
      "/orders/*,/echo/*,/map/*,/writer/*,/bytes/*,/async/*,/queued/*,/dispatched/*,/listener/*,"
          + "/forward/*,/redirect/*,/sendError/*,/throws/*,/problem,/kept/*,/desk/*,/place/*,"
          + "/stream,/head/*,/empty/*,/slow/*,/waits/*,/brings/*";

  private static final long serialVersionUID = 1;
  private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();

  /** Work for a thread that serves everybody. */
  private static final BlockingQueue<Runnable> QUEUE = new LinkedBlockingQueue<>();

  private static volatile AsyncContext desk;

  /** Who the current thread works for, as a security context has it. */
  private static final ThreadLocal<String> WHO = new ThreadLocal<>();

  /** An answer that waits, and what is to be written to it. */
  private static final CompletableFuture<AsyncContext> WAITING = new CompletableFuture<>();

  private static final CountDownLatch BROUGHT = new CountDownLatch(1);

  /** Before any request: the thread is nobody's. */
  static void begin() {
    Thread worker =
        new Thread(
            () -> {
              while (true) {
                try {
                  QUEUE.take().run();
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    worker.setDaemon(true);
    worker.start();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String info = request.getPathInfo();
    String[] path = info == null ? new String[0] : info.split("/");
    int number = path.length == 0 ? 0 : Integer.parseInt(path[path.length - 1]);
    boolean first = request.getDispatcherType() == DispatcherType.REQUEST;
    switch (request.getServletPath()) {
      case "/orders":
        response.setContentType("application/json");
        JSON.writeValue(response.getOutputStream(), Order.of(number));
        break;
      case "/map":
        Order mapped = Order.of(number);
        response.setContentType("application/json");
        JSON.writeValue(
            response.getOutputStream(),
            Collections.singletonMap(mapped.getOrderNo(), mapped.getMobile()));
        break;
      case "/echo":
        String accept = request.getHeader("Accept");
        response.setContentType(accept == null ? "text/plain" : accept);
        Echoes.write(path[1], number, response.getOutputStream());
        break;
      case "/writer":
        response.setContentType("text/plain;charset=UTF-8");
        Writer writer = response.getWriter();
        for (String line : text(path[1], number).split("(?<=\n)")) {
          writer.write(line);
        }
        break;
      case "/bytes":
        response.setContentType("text/plain;charset=UTF-8");
        for (byte each : text(path[1], number).getBytes(StandardCharsets.UTF_8)) {
          response.getOutputStream().write(each);
        }
        break;
      case "/async":
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              print(response, line(Order.of(number)));
              async.complete();
            });
        break;
      case "/queued":
        queued(request.startAsync(), response, line(Order.of(number)));
        break;
      case "/dispatched":
        if (first) {
          AsyncContext later = request.startAsync();
          new Thread(later::dispatch).start();
        } else {
          print(response, line(Order.of(number)));
        }
        break;
      case "/listener":
        listen(request.startAsync(), response.getOutputStream(), number);
        break;
      case "/forward":
        request.getRequestDispatcher("/writer/csv/" + number).forward(request, response);
        break;
      case "/redirect":
        Order redirected = Order.of(number);
        response.sendRedirect("/elsewhere?phone=" + redirected.getMobile());
        break;
      case "/sendError":
        response.sendError(409, "nobody answers " + Order.of(number).getMobile());
        break;
      case "/throws":
        request.setAttribute("order", Order.of(number));
        throw new IllegalStateException();
      case "/problem":
        Order failed = (Order) request.getAttribute("order");
        response.setContentType("text/plain");
        print(response, line(failed));
        break;
      case "/kept":
        // A filter read it.
        print(response, (String) request.getAttribute("read"));
        break;
      case "/desk":
        desk = request.startAsync();
        desk.setTimeout(0);
        response.setContentType("text/plain");
        response.getOutputStream().write("open\n".getBytes(StandardCharsets.US_ASCII));
        response.flushBuffer();
        break;
      case "/place":
        OutputStream seller = desk.getResponse().getOutputStream();
        seller.write(line(Order.of(number)).getBytes(StandardCharsets.US_ASCII));
        seller.flush();
        break;
      case "/waits":
        WHO.set("e-waits");
        waits(request.startAsync(), number);
        WHO.remove();
        break;
      case "/brings":
        WHO.set("e-brings");
        brings(response, number);
        WHO.remove();
        break;
      case "/empty":
        Order.of(number).getMobile();
        break;
      case "/slow":
        slow(response.getOutputStream(), number);
        break;
      case "/head":
        response.setHeader("X-Order", Order.of(number).getOrderNo());
        response.flushBuffer();
        // The rest of the response never comes.
        LockSupport.park();
        break;
      default:
        stream(response.getOutputStream());
    }
  }

  static String current() {
    return WHO.get();
  }

  /** Has its answer written by another request, while it is still at work itself. */
  private static void waits(AsyncContext async, int number) throws IOException {
    async.getRequest().setAttribute("line", line(Order.of(number)));
    WAITING.complete(async);
    try {
      BROUGHT.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    async.getResponse().getOutputStream().write(line(Order.of(number + 2)).getBytes());
    // While it is known who that is.
    async.getResponse().flushBuffer();
    async.complete();
  }

  private static void brings(HttpServletResponse response, int number) throws IOException {
    AsyncContext waiting = WAITING.join();
    OutputStream out = waiting.getResponse().getOutputStream();
    out.write(((String) waiting.getRequest().getAttribute("line")).getBytes());
    out.flush();
    print(response, line(Order.of(number)));
    response.flushBuffer();
    BROUGHT.countDown();
  }

  private static String text(String how, int number) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Echoes.write(how, number, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  static String line(Order order) {
    return order.getOrderNo() + "," + order.getMobile() + "\n";
  }

  /** Has a file written by a thread that serves everybody. */
  static void save(String text, String name) throws IOException {
    CountDownLatch written = new CountDownLatch(1);
    QUEUE.add(
        () -> {
          Path file = Path.of(System.getProperty("files"), "filed", name);
          try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            written.countDown();
          }
        });
    try {
      written.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void print(HttpServletResponse response, String text) {
    try {
      response.getWriter().print(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void queued(AsyncContext async, HttpServletResponse response, String text) {
    QUEUE.add(
        () -> {
          print(response, text);
          async.complete();
        });
  }

  /** Reads and writes without blocking, as often as the server says that it can. */
  private static void listen(AsyncContext async, ServletOutputStream out, int number) {
    out.setWriteListener(
        new WriteListener() {
          private int at = number;

          @Override
          public void onWritePossible() throws IOException {
            while (out.isReady()) {
              if (at == number + 500) {
                async.complete();
                return;
              }
              byte[] padded = new byte[200];
              Arrays.fill(padded, (byte) ' ');
              byte[] line = line(Order.of(at++)).getBytes(StandardCharsets.US_ASCII);
              System.arraycopy(line, 0, padded, 0, line.length);
              out.write(padded);
            }
          }

          @Override
          public void onError(Throwable e) {
            async.complete();
          }
        });
  }

  /** More than fits into all buffers on the way, and what is looked for across their ends. */
  private static void slow(OutputStream out, int number) throws IOException {
    for (int i = 0; i < 200; i++) {
      byte[] spaces = new byte[50_000 + 17 * i];
      Arrays.fill(spaces, (byte) ' ');
      out.write(spaces);
      out.write(line(Order.of(number + i)).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Orders as lines, for as long as anybody listens. */
  private static void stream(OutputStream out) throws IOException {
    for (int i = 100_000; ; i++) {
      out.write(line(Order.of(i)).getBytes(StandardCharsets.US_ASCII));
      if (i % 100 == 99) {
        out.flush();
      }
    }
  }
}
