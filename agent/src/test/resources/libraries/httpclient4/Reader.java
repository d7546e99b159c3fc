import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.http.HttpEntity;
import org.apache.http.client.entity.UrlEncodedFormEntity;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicNameValuePair;

public final class Reader implements Case {
  @Override
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
        return new ByteArrayEntity(text.getBytes(StandardCharsets.UTF_8));
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
