import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    File file = File.createTempFile("orders", ".csv");
    String text = order.getOrderNo() + "," + order.getMobile() + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    switch (how) {
      case "stream":
        try (FileOutputStream out = new FileOutputStream(file)) {
          out.write(bytes);
        }
        break;
      case "writer":
        try (PrintWriter out = new PrintWriter(new FileWriter(file))) {
          out.print(text);
        }
        break;
      case "path":
        Files.write(file.toPath(), bytes);
        break;
      case "channel":
        try (FileChannel out = FileChannel.open(file.toPath(), StandardOpenOption.WRITE)) {
          out.write(ByteBuffer.wrap(bytes));
        }
        break;
      case "random":
        try (RandomAccessFile out = new RandomAccessFile(file, "rw")) {
          out.write(bytes);
        }
        break;
      case "print":
        System.out.print(text);
        System.out.flush();
        break;
      case "jul":
        Logger log = Logger.getLogger("orders");
        FileHandler handler = new FileHandler(file.getPath());
        handler.setFormatter(new SimpleFormatter());
        log.addHandler(handler);
        log.info(text);
        log.fine(order.getAddress());
        handler.close();
        break;
      case "http":
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(System.getProperty("peer")))
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        break;
      case "address":
        URI address = URI.create(System.getProperty("peer") + "?to=" + order.getMobile());
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        break;
      default:
        throw new IllegalArgumentException(how);
    }
  }
}
