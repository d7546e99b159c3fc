import com.example.orders.Echoes;
import com.example.orders.Order;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A filter that reads before the servlet, or answers in its place. */
public final class Gate implements Filter {
  @Override
  public void init(FilterConfig config) {}

  @Override
  public void destroy() {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String[] path = ((HttpServletRequest) request).getRequestURI().split("/");
    int number = Integer.parseInt(path[path.length - 1]);
    if (path[1].equals("filed")) {
      // What the server itself then answers with.
      response.setContentType("text/plain");
      Orders.save(Orders.line(Order.of(number)), path[2]);
      chain.doFilter(request, response);
    } else if (path[1].equals("kept")) {
      request.setAttribute("read", Orders.line(Order.of(number)));
      chain.doFilter(request, response);
    } else {
      ((HttpServletResponse) response)
          .setHeader("Content-Disposition", "attachment; filename=orders.csv");
      response.setContentType("text/csv;charset=UTF-8");
      Echoes.write("csv", number, response.getOutputStream());
    }
  }
}
