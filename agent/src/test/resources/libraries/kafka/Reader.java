import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", System.getProperty("kafka"));
    StringSerializer texts = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties, texts, texts)) {
      producer
          .send(new ProducerRecord<>("orders", order.getOrderNo(), order.getMobile()))
          .get(20, TimeUnit.SECONDS);
    }
  }
}
