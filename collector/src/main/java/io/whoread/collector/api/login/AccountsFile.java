package io.whoread.collector.api.login;

import io.whoread.collector.index.ActorId;
import io.whoread.collector.log.DurableFile;
import io.whoread.collector.settings.Yaml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads and writes {@code users.yaml}. A fault is told by file and account, never with a hash. */
final class AccountsFile {
  private static final String HEAD =
      """
      # Who may log in to the console. Passwords are kept as hashes only:
      #   ./whoread user add NAME --role ROLE     ./whoread user password NAME
      #
      # Roles:
      #   system     runs the collector and its services; sees coverage and gaps, nobody's reads
      #   security   answers for rules and calendars; sees alerts, opens no trail
      #   responder  works on alerts, opens trails and looks orders up, each with a reason
      #   approver   sees alerts; the second person where one holds an alert to be misuse
      #   viewer     a monitored person; sees the trail of the own `actor` alone, and answers questions
      # Nobody should hold system and security together.
      users:
      """;

  private AccountsFile() {}

  /**
   * @throws IOException where the file cannot be read or is not as it must be
   */
  static List<Account> read(Path file) throws IOException {
    Object root;
    try {
      root =
          new Load(LoadSettings.builder().setLabel(file.toString()).build())
              .loadFromString(Files.readString(file));
    } catch (YamlEngineException e) {
      throw new IOException(Yaml.notYaml(file, e));
    }
    if (!(root instanceof Map<?, ?> map) || !(map.get("users") instanceof List<?> users)) {
      throw new IOException(file + ": expected a list `users` of accounts");
    }
    List<Account> accounts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < users.size(); i++) {
      String where = file + ": account " + (i + 1) + ": ";
      Account account = account(users.get(i), where);
      if (!names.add(account.name())) {
        throw new IOException(where + "the name " + account.name() + " stands here twice");
      }
      accounts.add(account);
    }
    return accounts;
  }

  private static Account account(Object entry, String where) throws IOException {
    if (!(entry instanceof Map<?, ?> map)) {
      throw new IOException(where + "expected name, password and roles");
    }
    String name = text(map, "name", where);
    String hash = text(map, "password", where);
    if (!hash.matches("\\{[a-z0-9-]+}.{20,}")) {
      throw new IOException(
          where
              + "password: expected a hash, {algorithm} first; `./whoread user password` sets it");
    }
    if (!(map.get("roles") instanceof List<?> labels) || labels.isEmpty()) {
      throw new IOException(where + "roles: expected a list of at least one role");
    }
    Set<AccountRole> roles = EnumSet.noneOf(AccountRole.class);
    for (Object label : labels) {
      roles.add(
          AccountRole.of(String.valueOf(label))
              .orElseThrow(
                  () ->
                      new IOException(
                          where + "roles: no role " + label + "; there are " + roleLabels())));
    }
    ActorId actor = map.containsKey("actor") ? actor(text(map, "actor", where), where) : null;
    try {
      return new Account(name, hash, roles, actor);
    } catch (IllegalArgumentException e) {
      throw new IOException(where + e.getMessage());
    }
  }

  private static ActorId actor(String text, String where) throws IOException {
    try {
      return ActorId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(where + "actor: " + e.getMessage());
    }
  }

  private static String text(Map<?, ?> map, String key, String where) throws IOException {
    Object value = map.get(key);
    if (value == null || value.toString().isBlank()) {
      throw new IOException(where + key + ": missing");
    }
    return value.toString();
  }

  static String roleLabels() {
    return EnumSet.allOf(AccountRole.class).stream()
        .map(AccountRole::label)
        .collect(Collectors.joining(", "));
  }

  /** Replaces the file as a whole; only its owner can read it. */
  static void write(Path file, List<Account> accounts) throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (Account account : accounts) {
      text.append("  - name: ").append(quoted(account.name())).append('\n');
      text.append("    password: ").append(quoted(account.hash())).append('\n');
      text.append("    roles: ").append(account.roleLabels()).append('\n');
      if (account.actor() != null) {
        text.append("    actor: ").append(quoted(account.actor().toString())).append('\n');
      }
    }
    DurableFile.replaceSecret(
        file, ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
