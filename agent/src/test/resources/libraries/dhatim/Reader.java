import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    Workbook book = new Workbook(response.getOutputStream(), "orders", "1.0");
    Worksheet sheet = book.newWorksheet("orders");
    sheet.value(0, 0, order.getOrderNo());
    sheet.value(0, 1, Long.parseLong(order.getMobile()));
    sheet.value(0, 2, order.getAddress());
    book.finish();
  }
}
