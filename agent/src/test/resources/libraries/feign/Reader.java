import com.example.libraries.Case;
import com.example.orders.Order;
import feign.Body;
import feign.Feign;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import jakarta.servlet.http.HttpServletResponse;

public final class Reader implements Case {
  public interface Parcels {
    @RequestLine("POST /parcels")
    @Headers("Content-Type: text/plain")
    @Body("{body}")
    String send(@Param("body") String body);

    @RequestLine("GET /parcels?who={who}")
    String find(@Param("who") String who);
  }

  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    Parcels parcels = Feign.builder().target(Parcels.class, System.getProperty("peer"));
    if (how.equals("query")) {
      parcels.find(order.getAddress());
    } else {
      parcels.send(order.getOrderNo() + " " + order.getMobile());
    }
  }
}
