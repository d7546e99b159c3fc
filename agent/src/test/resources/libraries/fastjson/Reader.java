import com.alibaba.fastjson.JSON;
import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    if (how.equals("masked")) {
      order.setMobile("138****" + order.getMobile().substring(7));
    }
    response.getWriter().write(JSON.toJSONString(order));
  }
}
