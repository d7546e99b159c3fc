package io.whoread.collector.api;

import io.whoread.collector.detect.Detector;
import io.whoread.collector.log.Log;
import io.whoread.collector.people.People;
import io.whoread.collector.people.RegisterReader;
import io.whoread.collector.people.Registrar;
import io.whoread.collector.people.Sync;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes the register of people: the whole of one source at a time, as CSV or JSON. */
@RestController
class PeopleController {
  private static final Logger LOGGER = LoggerFactory.getLogger(PeopleController.class);

  private final Detector detector;
  private final Registrar registrar;

  PeopleController(Detector detector, Log log, People people) {
    this.detector = detector;
    this.registrar =
        new Registrar(
            log,
            () -> {
              CaughtUp.await(people, log);
              return people.register();
            });
  }

  /**
   * @param people how many the source tells of now
   */
  record Synced(String source, int people, int added, int changed, int removed) {}

  /**
   * @param source its name; the account's where it is left out
   * @param removeAll whether a register of nobody is meant so
   */
  @PutMapping("/api/people")
  Synced sync(
      @RequestParam(required = false) String source,
      @RequestParam(name = "remove-all", defaultValue = "false") boolean removeAll,
      HttpServletRequest request,
      Authentication authentication)
      throws IOException {
    Person person = Person.of(authentication);
    boolean json = isJson(request);
    byte[] body = request.getInputStream().readNBytes(RegisterReader.MAX_BYTES + 1);
    if (body.length > RegisterReader.MAX_BYTES) {
      throw new Refusal(
          413, "too-large", "A register has at most " + RegisterReader.MAX_BYTES + " bytes.");
    }
    String name = source == null || source.isBlank() ? person.name() : Registrar.source(source);
    RegisterReader.Sheet sheet = RegisterReader.read(body, json, detector.terms());
    Sync sync;
    try {
      sync =
          registrar.sync(
              new Registrar.Bringer(name, person.name(), person.address(), removeAll), sheet);
    } catch (IOException e) {
      LOGGER.error("a register of people could not be written", e);
      throw new Refusal(
          503,
          "log-unavailable",
          "The log cannot be written: send the register again later, what is missing is added.",
          e);
    }
    return new Synced(name, sheet.people().size(), sync.added(), sync.changed(), sync.removed());
  }

  private static boolean isJson(HttpServletRequest request) {
    try {
      MediaType type = MediaType.parseMediaType(String.valueOf(request.getContentType()));
      if (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
        return true;
      }
      if (new MediaType("text", "csv").equalsTypeAndSubtype(type)) {
        return false;
      }
    } catch (org.springframework.http.InvalidMediaTypeException e) {
      // told below
    }
    throw new Refusal(
        415, "bad-type", "Expected Content-Type: text/csv or application/json, in UTF-8.");
  }
}
