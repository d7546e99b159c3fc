import com.example.libraries.Case;
import com.example.orders.Order;
import freemarker.template.Configuration;
import freemarker.template.Template;
import jakarta.servlet.http.HttpServletResponse;
import java.io.StringWriter;
import java.util.Collections;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    String text = "<p>${order.orderNo}</p><p>${order.mobile}</p><p>${order.address}</p>";
    Template page = new Template("page", text, new Configuration(Configuration.VERSION_2_3_28));
    response.setContentType("text/html;charset=UTF-8");
    StringWriter own = new StringWriter();
    page.process(
        Collections.singletonMap("order", order), how.equals("page") ? response.getWriter() : own);
    response.getWriter().write(own.toString());
  }
}
