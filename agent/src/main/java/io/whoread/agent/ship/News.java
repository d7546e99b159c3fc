package io.whoread.agent.ship;

import java.io.File;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service's log is told of the collector: each news once, and that it is back. One that
 * comes and goes, as behind a gateway of which a part is broken, is told at most once a minute.
 */
final class News {
  static final long AGAIN_MS = TimeUnit.MINUTES.toMillis(1);

  private static final Logger LOG = LoggerFactory.getLogger(News.class);

  private final String collector;

  /** What was said last; null for nothing. */
  private String said;

  /** Whether it was said that it is away, and not yet that it is back. */
  private boolean away;

  /** When it was last said to be back; before the first time long ago. */
  private long backMs;

  private final LongSupplier clock;
  private final File tokenFile;
  private final File caFile;

  News(ShipConfig config) {
    this(config, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * @param clock in milliseconds, never set
   */
  News(ShipConfig config, LongSupplier clock) {
    this.clock = clock;
    backMs = clock.getAsLong() - AGAIN_MS;
    collector =
        config.collectors.stream().map(Collector::address).collect(Collectors.joining(" or "));
    tokenFile = config.tokenFile;
    caFile = config.caFile;
  }

  /** What an answer means. */
  String of(int status) {
    if (status != 401) {
      return "answers " + status;
    }
    return tokenFile == null
        ? "asks for a token (401): name its file with token-file: in whoread.yaml"
        : "does not know the token in " + tokenFile + " (401): it is another one's, or was removed";
  }

  /** What it means that no answer came. */
  String of(Throwable error) {
    String what = error.getClass().getName();
    if (isUntrusted(error)) {
      return "shows a certificate that "
          + (caFile == null ? "no authority known to this JVM" : "nothing in " + caFile)
          + " vouches for ("
          + what
          + "): name that of its authority with ca-file: in whoread.yaml";
    }
    if (error instanceof FileNotFoundException) {
      // The file of the token, or of the certificates: the message is its path and why.
      return "is not asked, for want of a file: " + error.getMessage();
    }
    if (error instanceof UnusableException) {
      return "cannot be used: " + error.getMessage();
    }
    if (error instanceof LinkageError) {
      // A class of the JDK whose loading memory's end cut short stays as it is.
      return "cannot be asked before this JVM is restarted: it could not load a class ("
          + what
          + "), as happens where its memory had ended";
    }
    String why =
        error instanceof UnknownHostException
            ? ": no host is known by that name"
            : error instanceof ConnectException ? ": does it run, and listen there?" : "";
    return "cannot be reached (" + what + why + ")";
  }

  /** Not where it is only too old, or for another host. */
  private static boolean isUntrusted(Throwable error) {
    boolean path = false;
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof CertificateExpiredException
          || each instanceof CertificateNotYetValidException) {
        return false;
      }
      path |= each instanceof CertPathBuilderException;
      path |= each instanceof CertPathValidatorException;
    }
    return path;
  }

  /** It could not be reached, or takes nothing. */
  void away(String why) {
    if (away || clock.getAsLong() - backMs >= AGAIN_MS) {
      away = true;
      say(why);
    }
  }

  /**
   * An answer came.
   *
   * @param waiting says how much waits to be sent
   */
  void reached(Supplier<String> waiting) {
    if (away) {
      away = false;
      backMs = clock.getAsLong();
      said = null;
      LOG.warn("collector {} is back, {}", collector, waiting.get());
    }
  }

  void say(String news) {
    if (!news.equals(said)) {
      said = news;
      LOG.warn("collector {} {}", collector, news);
    }
  }
}
