import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;

public final class Reader implements Case {
  @Override
  @SuppressWarnings("deprecation")
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    HttpPost post = new HttpPost(System.getProperty("peer"));
    post.setEntity(entity(how, order));
    try (CloseableHttpClient client = HttpClients.createDefault()) {
      client.execute(post).close();
    }
  }

  private static HttpEntity entity(String how, Order order) throws Exception {
    String text = order.getOrderNo() + " " + order.getMobile();
    switch (how) {
      case "bytes":
        return new ByteArrayEntity(text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT_PLAIN);
      case "form":
        return new UrlEncodedFormEntity(
            Arrays.asList(
                new BasicNameValuePair("no", order.getOrderNo()),
                new BasicNameValuePair("where", order.getAddress())));
      default:
        return new StringEntity(text);
    }
  }
}
