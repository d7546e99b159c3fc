import cn.idev.excel.EasyExcel;
import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    List<Object> row = Arrays.asList(order.getOrderNo(), order.getMobile(), order.getAddress());
    EasyExcel.write(response.getOutputStream())
        .sheet("orders")
        .doWrite(Collections.singletonList(row));
  }
}
