package io.whoread.collector.ingest;

import io.whoread.collector.coverage.CheckReport;
import io.whoread.collector.coverage.Coverages;
import java.security.Principal;
import java.time.Instant;
import java.time.ZoneId;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells a service how it is seen. */
@RestController
class CheckController {
  private final Coverages coverages;
  private final ZoneId zone;

  CheckController(Coverages coverages, ZoneId zone) {
    this.coverages = coverages;
    this.zone = zone;
  }

  @GetMapping(
      path = "/v1/services/{name}/check",
      produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
  ResponseEntity<String> check(@PathVariable String name, Principal service) {
    if (!name.equals(service.getName())) {
      return ResponseEntity.status(403).body("the token is not that of this service\n");
    }
    CheckReport report = CheckReport.of(name, coverages, Instant.now(), zone);
    return ResponseEntity.ok()
        .header(CheckReport.HEADER, report.verdict().label())
        .body(report.text());
  }
}
