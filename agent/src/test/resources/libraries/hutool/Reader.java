import cn.hutool.json.JSONUtil;
import cn.hutool.poi.excel.ExcelUtil;
import cn.hutool.poi.excel.ExcelWriter;
import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    if (how.equals("json")) {
      response.getWriter().write(JSONUtil.toJsonStr(order));
      return;
    }
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    try (ExcelWriter excel = ExcelUtil.getWriter(true)) {
      excel.write(
          Collections.singletonList(
              Arrays.asList(order.getOrderNo(), order.getMobile(), order.getAddress())));
      excel.flush(response.getOutputStream());
    }
  }
}
