import com.example.libraries.Case;
import com.example.orders.Order;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;

public final class Reader implements Case {
  @JsonIgnoreProperties("createdAt")
  private interface Dateless {}

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    ObjectMapper json = new ObjectMapper().addMixIn(Order.class, Dateless.class);
    switch (how) {
      case "fields":
        json.setVisibility(PropertyAccessor.ALL, Visibility.NONE);
        json.setVisibility(PropertyAccessor.FIELD, Visibility.ANY);
        break;
      case "blackbird":
        json.registerModule(blackbird());
        break;
      case "masked":
        order.setMobile(
            order.getMobile().substring(0, 3) + "****" + order.getMobile().substring(7));
        break;
      case "string":
        response.getWriter().write(json.writeValueAsString(order));
        return;
      default:
    }
    json.writeValue(response.getOutputStream(), order);
  }

  /** Not there in old versions. */
  private static Module blackbird() throws ReflectiveOperationException {
    String name = "com.fasterxml.jackson.module.blackbird.BlackbirdModule";
    return (Module) Class.forName(name).getDeclaredConstructor().newInstance();
  }
}
