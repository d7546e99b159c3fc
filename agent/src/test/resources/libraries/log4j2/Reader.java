import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    LoggerContext context =
        how.equals("asyncLogger") ? new AsyncLoggerContext("all") : new LoggerContext("one");
    context.start(new XmlConfiguration(context, source(how)));
    Logger log = context.getLogger("orders");
    switch (how) {
      case "level":
        log.debug("{} of {}", order.getMobile(), order);
        break;
      case "object":
        log.info("shown {}", order);
        break;
      default:
        log.info("shown {} of {}", order.getMobile(), order.getOrderNo());
    }
    context.stop();
  }

  private static ConfigurationSource source(String how) throws Exception {
    String pattern =
        how.equals("masked") ? "%replace{%m}{(1\\d\\d)\\d{4}(\\d{4})}{$1****$2}%n" : "%m%n";
    String layout = "<PatternLayout pattern=\"" + pattern + "\"/>";
    String file = File.createTempFile("orders", ".log").getPath();
    String appender = how.equals("random") ? "RandomAccessFile" : "File";
    String target =
        how.equals("console")
            ? "<Console name=\"out\">" + layout + "</Console>"
            : "<"
                + appender
                + " name=\"out\" fileName=\""
                + file
                + "\">"
                + layout
                + "</"
                + appender
                + ">";
    String async = "<Async name=\"later\"><AppenderRef ref=\"out\"/></Async>";
    String ref = "<AppenderRef ref=\"" + (how.equals("async") ? "later" : "out") + "\"/>";
    String root = how.equals("asyncConfig") ? "AsyncRoot" : "Root";
    String xml =
        "<Configuration><Appenders>"
            + target
            + (how.equals("async") ? async : "")
            + "</Appenders>"
            + "<Loggers><"
            + root
            + " level=\"info\">"
            + ref
            + "</"
            + root
            + "></Loggers></Configuration>";
    return new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
