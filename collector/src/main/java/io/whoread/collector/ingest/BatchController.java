package io.whoread.collector.ingest;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * Where batches arrive. 204 means: in the log, on disk, now or since before, as a header tells. 400
 * names the first fault and will do so again for the same bytes; 413 asks for smaller ones; 503 for
 * the same ones later.
 */
@Controller
class BatchController {
  /** The largest body, in bytes. */
  static final int MAX_BODY = 65_000;

  private static final String RETRY_SECONDS = "5";

  private final Intake intake;
  private final MeterRegistry meters;
  private final Timer acks;
  private final Counter bytes;

  BatchController(Intake intake, MeterRegistry meters) {
    this.intake = intake;
    this.meters = meters;
    this.acks =
        Timer.builder("whoread.ingest.ack")
            .description("From a batch's last byte to its acknowledgement")
            .publishPercentileHistogram()
            .register(meters);
    this.bytes =
        Counter.builder("whoread.ingest.bytes")
            .description("Bodies received")
            .baseUnit("bytes")
            .register(meters);
  }

  @PostMapping("/v1/batches")
  void take(HttpServletRequest request, HttpServletResponse response, Principal service)
      throws IOException {
    Problem problem = tryTake(request, response, service.getName());
    if (problem != null) {
      count("refused-" + problem.status());
      problem.write(response);
    }
  }

  private Problem tryTake(HttpServletRequest request, HttpServletResponse response, String service)
      throws IOException {
    if (request.getHeader("Content-Encoding") != null) {
      return new Problem(415, "Unsupported Media Type", "a Content-Encoding is not accepted");
    }
    MediaType type = contentType(request);
    boolean json = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type);
    if (!json && !MediaType.APPLICATION_PROTOBUF.equalsTypeAndSubtype(type)) {
      return new Problem(
          415,
          "Unsupported Media Type",
          "expected Content-Type: application/x-protobuf or application/json");
    }
    byte[] body = body(request);
    if (body == null || body.length > MAX_BODY) {
      return new Problem(413, "Content Too Large", "at most " + MAX_BODY + " bytes");
    }
    bytes.increment(body.length);
    long start = System.nanoTime();
    try {
      ByteString batch = json ? JsonBatches.encode(body) : UnsafeByteOperations.unsafeWrap(body);
      Intake.Outcome outcome = intake.take(service, batch).join();
      acks.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      count(outcome.label());
      response.setHeader(Intake.Outcome.HEADER, outcome.label());
      response.setStatus(204);
      return null;
    } catch (InvalidBatchException e) {
      return new Problem(400, "Bad Request", e.getMessage());
    } catch (Intake.OverloadedException e) {
      response.setHeader("Retry-After", RETRY_SECONDS);
      return new Problem(503, "Service Unavailable", e.getMessage());
    } catch (CompletionException e) {
      response.setHeader("Retry-After", RETRY_SECONDS);
      return new Problem(503, "Service Unavailable", "the log takes nothing more");
    }
  }

  /** Null where it is surely too long. */
  private static byte[] body(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    if (length > MAX_BODY) {
      return null;
    }
    if (length < 0) {
      return request.getInputStream().readNBytes(MAX_BODY + 1);
    }
    byte[] body = new byte[(int) length];
    int read = request.getInputStream().readNBytes(body, 0, body.length);
    return read == body.length ? body : Arrays.copyOf(body, read);
  }

  private static MediaType contentType(HttpServletRequest request) {
    try {
      String type = request.getContentType();
      return type == null ? MediaType.ALL : MediaType.parseMediaType(type);
    } catch (org.springframework.http.InvalidMediaTypeException e) {
      return MediaType.ALL;
    }
  }

  private void count(String outcome) {
    meters.counter("whoread.ingest.batches", "outcome", outcome).increment();
  }
}
