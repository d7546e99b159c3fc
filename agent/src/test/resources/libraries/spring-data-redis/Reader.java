import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    URI peer = URI.create(System.getProperty("redis"));
    JedisConnectionFactory redis =
        new JedisConnectionFactory(
            new RedisStandaloneConfiguration(peer.getHost(), peer.getPort()));
    redis.afterPropertiesSet();
    start(redis);
    StringRedisTemplate texts = new StringRedisTemplate(redis);
    String text = order.getOrderNo() + " " + order.getMobile();
    switch (how) {
      case "hash":
        texts.opsForHash().put("orders", "1", text);
        break;
      case "serialised":
        RedisTemplate<String, Object> objects = new RedisTemplate<>();
        objects.setConnectionFactory(redis);
        objects.afterPropertiesSet();
        Map<String, Object> session = new HashMap<>();
        session.put("no", order.getOrderNo());
        session.put("where", order.getAddress());
        objects.opsForValue().set("session", session);
        break;
      case "session":
        // As Spring Session keeps them.
        RedisTemplate<String, Object> sessions = new RedisTemplate<>();
        sessions.setConnectionFactory(redis);
        sessions.afterPropertiesSet();
        Map<String, Object> delta = new HashMap<>();
        delta.put("sessionAttr:order", order);
        sessions.boundHashOps("session").putAll(delta);
        break;
      case "cache":
        RedisCacheManager caches = RedisCacheManager.create(redis);
        caches.afterPropertiesSet();
        caches.getCache("orders").put("one", text);
        break;
      default:
        texts.opsForValue().set("order", text);
    }
    redis.destroy();
  }

  /** Newer ones must be started. */
  private static void start(Object redis) throws Exception {
    if (redis instanceof org.springframework.context.Lifecycle) {
      ((org.springframework.context.Lifecycle) redis).start();
    }
  }
}
