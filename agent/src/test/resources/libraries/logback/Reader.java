import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import com.example.libraries.Case;
import com.example.orders.Order;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import org.slf4j.LoggerFactory;

public final class Reader implements Case {
  @Override
  public void run(String how, Order order, HttpServletResponse response) throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger log = context.getLogger(how);
    log.setAdditive(false);
    log.setLevel(Level.INFO);
    String pattern =
        how.equals("masked") ? "%replace(%msg){'(1\\d\\d)\\d{4}(\\d{4})','$1****$2'}%n" : "%msg%n";
    OutputStreamAppender<ILoggingEvent> appender;
    if (how.equals("console")) {
      appender = new ConsoleAppender<>();
    } else {
      FileAppender<ILoggingEvent> file = new FileAppender<>();
      file.setFile(File.createTempFile("orders", ".log").getPath());
      appender = file;
    }
    start(context, appender, pattern);
    log.addAppender(how.equals("async") ? async(context, appender) : appender);
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
    log.detachAndStopAllAppenders();
  }

  private static void start(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
  }

  private static Appender<ILoggingEvent> async(LoggerContext context, Appender<ILoggingEvent> to) {
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.addAppender(to);
    async.start();
    return async;
  }
}
