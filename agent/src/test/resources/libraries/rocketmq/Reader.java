import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    DefaultMQProducer producer = new DefaultMQProducer("orders");
    producer.setNamesrvAddr("127.0.0.1:9");
    producer.start();
    String text = order.getOrderNo() + " " + order.getMobile();
    Message message = new Message("orders", text.getBytes(StandardCharsets.UTF_8));
    try {
      if (how.equals("batch")) {
        producer.send(Collections.singletonList(message));
      } else {
        producer.send(message);
      }
    } catch (MQClientException | IllegalStateException e) {
      // Nobody is there that it could be sent to.
    } finally {
      producer.shutdown();
    }
  }
}
