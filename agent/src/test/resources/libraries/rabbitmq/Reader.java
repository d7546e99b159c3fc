import com.example.libraries.Case;
import com.example.orders.Order;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(System.getProperty("amqp"));
    String text = order.getOrderNo() + " " + order.getMobile();
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.basicPublish("", "orders", null, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
