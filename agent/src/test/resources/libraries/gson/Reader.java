import com.example.libraries.Case;
import com.example.orders.Order;
import com.google.gson.ExclusionStrategy;
import com.google.gson.FieldAttributes;
import com.google.gson.GsonBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDateTime;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    if (how.equals("masked")) {
      order.setMobile("138****" + order.getMobile().substring(7));
    }
    response
        .getWriter()
        .write(new GsonBuilder().setExclusionStrategies(new Dateless()).create().toJson(order));
  }

  private static final class Dateless implements ExclusionStrategy {
    @Override
    public boolean shouldSkipField(FieldAttributes field) {
      return field.getDeclaredClass() == LocalDateTime.class;
    }

    @Override
    public boolean shouldSkipClass(Class<?> type) {
      return false;
    }
  }
}
