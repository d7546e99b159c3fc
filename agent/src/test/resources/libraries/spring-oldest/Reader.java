import com.example.libraries.Case;
import com.example.orders.Order;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestTemplate;

public final class Reader implements Case {
  @JsonIgnoreProperties("createdAt")
  private interface Dateless {}

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    RestTemplate client = new RestTemplate();
    client.getMessageConverters().removeIf(MappingJackson2HttpMessageConverter.class::isInstance);
    ObjectMapper json = new ObjectMapper().addMixIn(Order.class, Dateless.class);
    client.getMessageConverters().add(new MappingJackson2HttpMessageConverter(json));
    if (how.equals("address")) {
      client.getForObject(
          System.getProperty("peer") + "?to={to}", String.class, order.getAddress());
      return;
    }
    client.postForObject(System.getProperty("peer"), body(how, order), String.class);
  }

  private static Object body(String how, Order order) {
    String text = order.getOrderNo() + " " + order.getMobile();
    switch (how) {
      case "bytes":
        return text.getBytes(StandardCharsets.UTF_8);
      case "form":
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("no", order.getOrderNo());
        form.add("where", order.getAddress());
        return form;
      case "json":
        return order;
      default:
        return text;
    }
  }
}
