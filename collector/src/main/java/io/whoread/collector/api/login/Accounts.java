package io.whoread.collector.api.login;

import io.whoread.collector.log.DataFolder;
import io.whoread.collector.log.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The accounts of {@code DATA/users.yaml}, read again when the file has changed. A change that
 * cannot be read leaves the accounts as they were and is told once in the log.
 */
public final class Accounts implements UserDetailsService {
  public static final String FILE = "users.yaml";

  /** Name of the first account. */
  public static final String FIRST = "admin";

  /** Holds the first account's password until somebody was shown it, or it has another. */
  private static final String FIRST_PASSWORD = "first-password";

  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  /** Neither 0 and o nor 1, i and l: the password is typed from a terminal. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private final Path file;
  private final PasswordEncoder encoder;
  private volatile Known known;

  /** Says whether it has changed the accounts. */
  private interface Change {
    boolean of(List<Account> accounts) throws IOException;
  }

  private record Known(FileTime changed, long size, List<Account> accounts) {}

  /**
   * @param data the collector's folder
   * @throws IOException where the accounts stand there but cannot be read
   */
  public Accounts(Path data, PasswordEncoder encoder) throws IOException {
    this.file = data.resolve(FILE);
    this.encoder = encoder;
    this.known = Files.exists(file) ? load() : new Known(FileTime.fromMillis(0), 0, List.of());
  }

  /**
   * Makes the first account, {@code admin}, where there is no account yet. It holds the roles
   * system and responder: enough to see everything that the console shows, and not the three
   * administrations together.
   *
   * @return its password, which also stands in {@link #firstPassword}; empty where accounts stand
   *     already
   */
  public Optional<String> createFirst() throws IOException {
    if (Files.exists(file)) {
      return Optional.empty();
    }
    String password = generatePassword();
    Account admin =
        new Account(
            FIRST,
            encoder.encode(password),
            EnumSet.of(AccountRole.SYSTEM, AccountRole.RESPONDER),
            null);
    boolean first =
        change(
            accounts -> {
              if (!accounts.isEmpty()) {
                return false;
              }
              // First: an account whose password is lost lets nobody in.
              DurableFile.replaceSecret(
                  firstPassword(),
                  ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8)));
              return accounts.add(admin);
            });
    return first ? Optional.of(password) : Optional.empty();
  }

  /**
   * Adds an account.
   *
   * @return false where there is one of that name, which stays as it is
   */
  public boolean add(Account account) throws IOException {
    return change(
        accounts ->
            accounts.stream().noneMatch(other -> other.name().equals(account.name()))
                && accounts.add(account));
  }

  /**
   * The file of the data folder that holds the first account's password, which nobody else can
   * read. It is removed by {@link #forgetFirst}, and with the next change of that account.
   */
  public Path firstPassword() {
    return file.resolveSibling(FIRST_PASSWORD);
  }

  /** Somebody was shown the first password. */
  public void forgetFirst() throws IOException {
    Files.deleteIfExists(firstPassword());
  }

  private void forgetFirst(String name) throws IOException {
    if (name.equals(FIRST)) {
      forgetFirst();
    }
  }

  /** Adds an account, or replaces the one of that name. */
  public void put(Account account) throws IOException {
    change(
        accounts -> {
          accounts.removeIf(other -> other.name().equals(account.name()));
          return accounts.add(account);
        });
    forgetFirst(account.name());
  }

  /**
   * Takes an account away. Its sessions end with their next request.
   *
   * @throws IllegalArgumentException where there is none of that name, or it is the last that
   *     administers the system, or the last of all
   */
  public void remove(String name) throws IOException {
    require(name);
    change(
        accounts -> {
          boolean administered = accounts.stream().anyMatch(each -> each.is(AccountRole.SYSTEM));
          if (!accounts.removeIf(account -> account.name().equals(name))) {
            throw nobody(name);
          }
          if (accounts.isEmpty()
              || administered && accounts.stream().noneMatch(each -> each.is(AccountRole.SYSTEM))) {
            throw new IllegalArgumentException(
                name
                    + " is the last account that administers the system, and stays:"
                    + " `whoread user add` adds another with --role system");
          }
          return true;
        });
    forgetFirst(name);
  }

  /** Names the folder: it may be another than was meant. */
  private IllegalArgumentException nobody(String name) {
    return new IllegalArgumentException("there is no account " + name + " in " + file.getParent());
  }

  /** Changes of several processes do not lose each other: each begins with what the file holds. */
  private synchronized boolean change(Change change) throws IOException {
    boolean[] changed = {false};
    DataFolder.make(file.toAbsolutePath().getParent());
    DurableFile.alone(
        file.resolveSibling("users.lock"),
        () -> {
          List<Account> accounts =
              new ArrayList<>(Files.exists(file) ? AccountsFile.read(file) : List.of());
          changed[0] = change.of(accounts);
          if (changed[0]) {
            AccountsFile.write(file, accounts);
            known = load();
          }
        });
    return changed[0];
  }

  public List<Account> all() {
    if (changed()) {
      reload();
    }
    return known.accounts();
  }

  /**
   * @throws IllegalArgumentException where there is none of that name
   */
  public Account require(String name) {
    return find(name).orElseThrow(() -> nobody(name));
  }

  public Optional<Account> find(String name) {
    return all().stream().filter(account -> account.name().equals(name)).findFirst();
  }

  @Override
  public Account loadUserByUsername(String name) {
    return find(name).orElseThrow(() -> new UsernameNotFoundException("no such account"));
  }

  /** Twenty characters of 31: 99 bits. */
  public static String generatePassword() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      if (i > 0 && i % 5 == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  private boolean changed() {
    try {
      Known last = known;
      return Files.exists(file)
          && (!Files.getLastModifiedTime(file).equals(last.changed())
              || Files.size(file) != last.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void reload() {
    if (!changed()) {
      return;
    }
    try {
      known = load();
    } catch (IOException e) {
      LOG.warn("accounts stay as they were: {}", e.getMessage());
      try {
        known = new Known(Files.getLastModifiedTime(file), Files.size(file), known.accounts());
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  private Known load() throws IOException {
    FileTime changed = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    return new Known(changed, size, AccountsFile.read(file));
  }
}
