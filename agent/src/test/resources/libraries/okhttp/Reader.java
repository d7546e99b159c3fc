import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    OkHttpClient client = new OkHttpClient();
    Request request =
        new Request.Builder().url(System.getProperty("peer")).post(body(how, order)).build();
    client.newCall(request).execute().close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static RequestBody body(String how, Order order) {
    String text = order.getOrderNo() + " " + order.getMobile();
    switch (how) {
      case "bytes":
        return RequestBody.create(
            MediaType.parse("text/plain"), text.getBytes(StandardCharsets.UTF_8));
      case "form":
        return new FormBody.Builder()
            .add("no", order.getOrderNo())
            .add("where", order.getAddress())
            .build();
      default:
        return RequestBody.create(MediaType.parse("text/plain"), text);
    }
  }
}
