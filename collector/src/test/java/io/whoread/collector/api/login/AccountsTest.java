package io.whoread.collector.api.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.whoread.collector.index.ActorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.password.PasswordEncoder;

class AccountsTest {
  private static final String HASH = "{pbkdf2-sha256-600k}0123456789abcdef0123456789";

  @TempDir Path data;
  private final PasswordEncoder encoder = Passwords.encoder();

  @Test
  void theFirstAccountIsMadeOnceAndItsPasswordKeptInAFileOfItsOwn() throws IOException {
    Accounts accounts = new Accounts(data, encoder);
    String password = accounts.createFirst().orElseThrow();
    assertThat(accounts.createFirst()).isEmpty();
    Account admin = new Accounts(data, encoder).find("admin").orElseThrow();
    assertThat(admin.roles()).isEqualTo(EnumSet.of(AccountRole.SYSTEM, AccountRole.RESPONDER));
    assertThat(encoder.matches(password, admin.hash())).isTrue();
    Path file = data.resolve(Accounts.FILE);
    assertThat(Files.readString(file)).doesNotContain(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(accounts.firstPassword()).hasContent(password + "\n");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(accounts.firstPassword())))
        .isEqualTo("rw-------");
  }

  /** Where the disk is full, or the process is killed between the two. */
  @Test
  void noFirstAccountIsThereWhosePasswordNobodyKnows() throws IOException {
    Accounts accounts = new Accounts(data, encoder);
    Path inTheWay = Files.createDirectories(data.resolve("first-password.new/x"));
    assertThatThrownBy(accounts::createFirst).isInstanceOf(IOException.class);
    assertThat(new Accounts(data, encoder).all()).isEmpty();
    Files.delete(inTheWay);
    assertThat(accounts.createFirst()).isPresent();
  }

  @Test
  void anAccountMayBeTheFirstThingInItsFolder() throws IOException {
    Path later = data.resolve("whoread/data");
    Account account = new Account("alice", HASH, Set.of(AccountRole.SYSTEM), null);
    assertThat(new Accounts(later, encoder).add(account)).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(later)))
        .isEqualTo("rwx------");
  }

  /** As two administrators would, each with a command of their own. */
  @Test
  void changesAtTheSameTimeDoNotLoseEachOther() throws Exception {
    List<Callable<Boolean>> adding = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Account account = new Account("u" + i % 12, HASH, Set.of(AccountRole.SYSTEM), null);
      adding.add(() -> new Accounts(data, encoder).add(account));
    }
    int added = 0;
    try (ExecutorService people = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> each : people.invokeAll(adding)) {
        added += each.get() ? 1 : 0;
      }
    }
    assertThat(added).isEqualTo(12);
    assertThat(new Accounts(data, encoder).all()).hasSize(12);
  }

  @Test
  void oneAccountThatAdministersTheSystemStays() throws IOException {
    Accounts accounts = new Accounts(data, encoder);
    accounts.add(new Account("root", HASH, Set.of(AccountRole.SYSTEM), null));
    accounts.add(new Account("li.wei", HASH, Set.of(AccountRole.RESPONDER), null));
    assertThatThrownBy(() -> accounts.remove("root"))
        .hasMessageContaining("root is the last account that administers the system");
    assertThatThrownBy(() -> accounts.remove("nobody"))
        .hasMessage("there is no account nobody in " + data);
    assertThat(accounts.all()).hasSize(2);
    accounts.remove("li.wei");
    assertThat(accounts.find("li.wei")).isEmpty();
    accounts.add(new Account("other", HASH, Set.of(AccountRole.SYSTEM), null));
    accounts.remove("root");
    assertThat(new Accounts(data, encoder).all())
        .extracting(Account::name)
        .containsExactly("other");
    // Nor the last of all, whatever it may do: the file is never without any.
    Accounts others = new Accounts(data.resolve("others"), encoder);
    others.add(new Account("li.wei", HASH, Set.of(AccountRole.RESPONDER), null));
    assertThatThrownBy(() -> others.remove("li.wei")).hasMessageContaining("and stays");
    // A folder that was misspelt is not made.
    Accounts nowhere = new Accounts(data.resolve("nowhere"), encoder);
    assertThatThrownBy(() -> nowhere.remove("li.wei"))
        .hasMessage("there is no account li.wei in " + data.resolve("nowhere"));
    assertThat(data.resolve("nowhere")).doesNotExist();
  }

  @Test
  void anAccountThatCouldNotBeReadAgainIsNotMade() {
    for (String name : new String[] {"", "li wei", "a\"b", "a\n  - name: b", "x".repeat(65)}) {
      assertThatThrownBy(() -> new Account(name, HASH, Set.of(AccountRole.SYSTEM), null))
          .hasMessage("name: expected 1 to 64 letters, digits, dots, dashes, underlines or @");
    }
    assertThatThrownBy(() -> new Account("li", HASH, Set.of(AccountRole.VIEWER), null))
        .hasMessageContaining("a viewer needs the role and id");
    ActorId broken = new ActorId("staff", "E1\"\n    roles: [system]");
    assertThatThrownBy(() -> new Account("li", HASH, Set.of(AccountRole.VIEWER), broken))
        .hasMessageContaining("actor: contains a control character");
    assertThat(data.resolve(Accounts.FILE)).doesNotExist();
  }

  @Test
  void aChangeOfTheFileIsSeenAndABrokenOneIsNot() throws IOException {
    Accounts accounts = new Accounts(data, encoder);
    accounts.put(
        new Account("li.wei", HASH, Set.of(AccountRole.VIEWER), new ActorId("staff", "E1024")));
    Path file = data.resolve(Accounts.FILE);
    Files.writeString(file, Files.readString(file).replace("li.wei", "wang.fang"));
    assertThat(accounts.find("li.wei")).isEmpty();
    assertThat(accounts.find("wang.fang").orElseThrow().actor())
        .isEqualTo(new ActorId("staff", "E1024"));
    Files.writeString(file, "users: [oh");
    assertThat(accounts.find("wang.fang")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users: 7 | expected a list `users`",
        "users: [{password: HASH, roles: [system]}] | account 1: name: missing",
        "users: [{name: a b, password: HASH, roles: [system]}] | account 1: name: expected",
        "users: [{name: a, password: secret, roles: [system]}] | account 1: password: expected a"
            + " hash",
        "users: [{name: a, password: HASH, roles: [boss]}] | no role boss; there are system",
        "users: [{name: a, password: HASH, roles: [viewer]}] | account 1: actor: a viewer needs",
        "users: [oh | users.yaml:2: not YAML"
      })
  void aFaultIsToldByPlaceAndWithoutTheHash(String text, String told) throws IOException {
    Files.writeString(data.resolve(Accounts.FILE), text.replace("HASH", "\"" + HASH + "\"") + "\n");
    assertThatThrownBy(() -> new Accounts(data, encoder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(told.strip())
        .hasMessageNotContaining("0123456789abcdef")
        .hasMessageNotContaining("secret");
  }
}
