package io.whoread.collector.api;

import io.whoread.collector.api.login.Account;
import io.whoread.collector.index.ActorId;
import java.time.ZoneId;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Who is logged in, and the line on which an open page hears of changes. */
@RestController
class SessionController {
  private final Changes changes;
  private final ZoneId zone;

  SessionController(Changes changes, ZoneId zone) {
    this.changes = changes;
    this.zone = zone;
  }

  /**
   * @param actor with {@code role}, under which services know the person; null where they do not
   * @param zone that the console tells times in
   */
  record Me(String name, List<String> roles, String actor, String role, String zone) {}

  /** Answers 204 where nobody is logged in: a page that asks who it serves has made no mistake. */
  @GetMapping("/api/me")
  ResponseEntity<Me> me(Authentication authentication) {
    if (authentication == null) {
      return ResponseEntity.noContent().build();
    }
    Account account = Person.of(authentication).account();
    ActorId own = account.actor();
    return ResponseEntity.ok(
        new Me(
            account.name(),
            account.roleLabels(),
            own == null ? null : own.id(),
            own == null ? null : own.role(),
            zone.getId()));
  }

  @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> events() {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(changes.open());
  }
}
