import com.example.libraries.Case;
import com.example.orders.Order;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

public final class Reader implements Case {
  @JsonIgnoreProperties("createdAt")
  private interface Dateless {}

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    JsonMapper json = JsonMapper.builder().addMixIn(Order.class, Dateless.class).build();
    RestClient.Builder client =
        RestClient.builder()
            .configureMessageConverters(
                all ->
                    all.registerDefaults()
                        .withJsonConverter(new JacksonJsonHttpMessageConverter(json)))
            .requestFactory(
                how.startsWith("jdk")
                    ? new JdkClientHttpRequestFactory()
                    : new SimpleClientHttpRequestFactory());
    if (how.equals("intercepted")) {
      client.requestInterceptor((request, body, next) -> next.execute(request, body));
    }
    if (how.equals("address")) {
      String to = System.getProperty("peer") + "?to={to}";
      client.build().get().uri(to, order.getAddress()).retrieve().body(String.class);
      return;
    }
    client
        .build()
        .post()
        .uri(System.getProperty("peer"))
        .contentType(type(how))
        .body(body(how, order))
        .retrieve()
        .body(String.class);
  }

  private static MediaType type(String how) {
    return how.toLowerCase().endsWith("json")
        ? MediaType.APPLICATION_JSON
        : how.equals("form") ? MediaType.APPLICATION_FORM_URLENCODED : MediaType.TEXT_PLAIN;
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
      case "copyJson":
      case "jdkCopyJson":
        return Map.of("no", order.getOrderNo(), "tel", order.getMobile());
      case "json":
      case "jdkJson":
        return order;
      default:
        return text;
    }
  }
}
