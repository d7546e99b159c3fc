package io.whoread.collector.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.collector.Batches;
import io.whoread.collector.CollectorProcess;
import io.whoread.collector.Visitor;
import io.whoread.collector.api.login.Account;
import io.whoread.collector.api.login.AccountRole;
import io.whoread.collector.api.login.Accounts;
import io.whoread.collector.api.login.Passwords;
import io.whoread.collector.log.LocalLog;
import io.whoread.collector.log.Log;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The disk takes no more: nothing is acknowledged any more, and nothing acknowledged is lost. */
class FullDiskTest {
  /** In units of 512 or 1,024 bytes, as the shell has it: far less than the batches below. */
  private static final List<String> LITTLE_ROOM =
      List.of("sh", "-c", "ulimit -f 2048; exec \"$@\"", "sh");

  @TempDir private Path temp;

  @Test
  void nothingIsAcknowledgedThatIsNotStored() throws Exception {
    Path data = temp.resolve("data");
    String token = Services.open(data).add("shop");
    long acknowledged = 0;
    try (CollectorProcess collector =
        CollectorProcess.start(data, temp.resolve("collector.out"), LITTLE_ROOM, List.of())) {
      int status = 204;
      while (status == 204) {
        status = collector.post(large(acknowledged + 1), token);
        acknowledged += status == 204 ? 1 : 0;
        assertThat(acknowledged).isLessThan(200);
      }
      assertThat(status).isEqualTo(503);
      // A smaller one would find room, but who knows what the disk holds by now.
      byte[] small = Batches.one(2, 1, Instant.now(), 1).build().toByteArray();
      assertThat(collector.post(small, token)).isEqualTo(503);
      assertThat(collector.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(collector.output()).contains("the log takes nothing more until a restart");
    }
    assertThat(acknowledged).isPositive();
    try (CollectorProcess collector = CollectorProcess.start(data, temp.resolve("collector.out"))) {
      assertThat(collector.output()).contains("bytes off at offset");
      assertThat(collector.post(large(acknowledged + 1), token)).isEqualTo(204);
      assertThat(collector.stop()).isEqualTo(143);
    }
    long batches = 0;
    try (LocalLog log = LocalLog.open(data.resolve("log"));
        Log.Cursor cursor = log.read(0)) {
      while (cursor.next()) {
        batches += cursor.entry().hasBatch() ? 1 : 0;
      }
    }
    assertThat(batches).isEqualTo(acknowledged + 1);
  }

  /** Nobody comes in unseen, and whoever is in can leave. */
  @Test
  void logThatIsDeadLetsNobodyInAndEverybodyOut() throws Exception {
    Path data = temp.resolve("data");
    String token = Services.open(data).add("shop");
    PasswordEncoder encoder = Passwords.encoder();
    Accounts accounts = new Accounts(data, encoder);
    for (String name : List.of("zhou", "wang")) {
      accounts.put(
          new Account(name, encoder.encode("a-password"), Set.of(AccountRole.SYSTEM), null));
    }
    try (CollectorProcess collector =
            CollectorProcess.start(data, temp.resolve("collector.out"), LITTLE_ROOM, List.of());
        Visitor inside = new Visitor(collector.uri());
        Visitor outside = new Visitor(collector.uri())) {
      assertThat(inside.post("/api/login", "name=zhou&password=a-password").statusCode())
          .isEqualTo(204);
      for (int i = 1; collector.post(large(i), token) == 204; i++) {
        assertThat(i).isLessThan(200);
      }
      for (String password : List.of("a-password", "another")) {
        HttpResponse<String> refused = outside.post("/api/login", "name=wang&password=" + password);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("log-unavailable");
      }
      assertThat(inside.get("/api/me").body()).contains("zhou");
      assertThat(inside.post("/api/logout", "").statusCode()).isEqualTo(204);
      assertThat(inside.get("/api/me").statusCode()).isEqualTo(204);
      assertThat(collector.output()).doesNotContain("ServletException", "Servlet.service()");
    }
  }

  private static byte[] large(long sequence) {
    return Batches.one(1, sequence, Instant.now(), 1)
        .addAllWords(java.util.Collections.nCopies(40, "x".repeat(1_000)))
        .build()
        .toByteArray();
  }
}
