import com.example.libraries.Case;
import com.example.orders.Order;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.module.blackbird.BlackbirdModule;

public final class Reader implements Case {
  @JsonIgnoreProperties("createdAt")
  private interface Dateless {}

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    JsonMapper.Builder json = JsonMapper.builder().addMixIn(Order.class, Dateless.class);
    switch (how) {
      case "fields":
        json.changeDefaultVisibility(
            all ->
                all.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                    .withVisibility(PropertyAccessor.FIELD, Visibility.ANY));
        break;
      case "blackbird":
        json.addModule(new BlackbirdModule());
        break;
      case "masked":
        order.setMobile(
            order.getMobile().substring(0, 3) + "****" + order.getMobile().substring(7));
        break;
      case "string":
        response.getWriter().write(json.build().writeValueAsString(order));
        return;
      default:
    }
    json.build().writeValue(response.getOutputStream(), order);
  }
}
