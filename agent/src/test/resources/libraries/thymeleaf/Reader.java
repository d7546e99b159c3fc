import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Locale;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

public final class Reader implements Case {
  private static final String PAGE =
      "<p th:text='${order.orderNo}'></p><p th:text='${order.mobile}'></p><p"
          + " th:text='${order.address}'></p>";

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    TemplateEngine engine = new TemplateEngine();
    engine.setTemplateResolver(new StringTemplateResolver());
    Context model = new Context(Locale.ROOT, Collections.singletonMap("order", order));
    response.setContentType("text/html;charset=UTF-8");
    if (how.equals("page")) {
      engine.process(PAGE, model, response.getWriter());
    } else {
      response.getWriter().write(engine.process(PAGE, model));
    }
  }
}
